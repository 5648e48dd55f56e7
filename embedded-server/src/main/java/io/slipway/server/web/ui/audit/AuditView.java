package io.slipway.server.web.ui.audit;

import io.slipway.server.base.Json;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditRow;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.AuditWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The trail in the operator's words.
 *
 * @param rows of this page, the newest first
 * @param more whether there are older ones that fit
 * @param checked the last check of the chain, if there was one since the start
 */
record AuditView(
        PageFrame frame,
        AuditAsked asked,
        List<AuditRow> rows,
        boolean more,
        AuditNames names,
        Optional<AuditLog.Checked> checked) {

    static AuditView of(
            PageFrame frame,
            AuditAsked asked,
            List<AuditRow> found,
            AuditNames names,
            Optional<AuditLog.Checked> checked) {
        return new AuditView(
                frame,
                asked,
                found.stream().limit(AuditAsked.ROWS).toList(),
                found.size() > AuditAsked.ROWS,
                names,
                checked);
    }

    Text text() {
        return frame.text("audit");
    }

    String say(String key, Object... arguments) {
        return text().get(key, arguments);
    }

    AuditWords words() {
        return new AuditWords(text());
    }

    String when(AuditRow row) {
        return frame.times().moment(Instant.ofEpochMilli(row.at()), frame.now());
    }

    /** Who, and by which way. */
    String who(AuditRow row) {
        return AuditWords.guest(row.actor())
                .map(vm -> say(
                        "actor.vm", names.find(vm).map(AuditNames.Named::name).orElse(vm)))
                .orElseGet(() -> words().actor(row.actor()));
    }

    /** What was done to what: a name with its link where there is one, else what the trail says. */
    List<AuditNames.Named> objects(AuditRow row) {
        if (row.object().isEmpty()) {
            return List.of();
        }
        var whole = names.find(row.object());
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        var parts = row.object().split(" ", -1);
        boolean known = Arrays.stream(parts).anyMatch(part -> names.find(part).isPresent());
        return (known ? Arrays.stream(parts) : Stream.of(row.object()))
                .map(part -> names.find(part).orElseGet(() -> unnamed(row, part)))
                .toList();
    }

    private static AuditNames.Named unnamed(AuditRow row, String part) {
        boolean job = row.action().contains("/jobs/{job}") || row.action().startsWith("desktop.job.");
        return new AuditNames.Named(part, job ? PageFrame.Place.JOBS.path() + "/" + part : "", true);
    }

    /** What else the line says, for those who look closer. */
    Map<String, String> detail(AuditRow row) {
        var all = new LinkedHashMap<String, String>();
        all.put(say("detail.row"), Long.toString(row.seq()));
        all.put(say("detail.action"), row.action());
        if (!row.object().isEmpty()) {
            all.put(say("detail.object"), row.object());
        }
        all.put(say("detail.outcome"), row.outcome());
        Json.parse(row.detail())
                .properties()
                .forEach(one -> all.put(
                        one.getKey(),
                        one.getValue().isString() ? one.getValue().stringValue() : Json.write(one.getValue())));
        all.put(say("detail.hash"), row.hash());
        return all;
    }

    /** Those who stand on this page and those who always may, to choose from. */
    List<String> actors() {
        var all = new ArrayList<>(List.of("operator", "cli", "slipway", "unknown"));
        rows.stream().map(AuditRow::actor).filter(one -> !all.contains(one)).forEach(all::add);
        return all.stream().distinct().toList();
    }

    boolean broken() {
        return checked.filter(one -> !one.verdict().intact()).isPresent();
    }

    /** How the chain stands, in one line. */
    String chain() {
        return checked.map(one -> {
                    var at = frame.times().moment(one.at(), frame.now());
                    return one.verdict().intact()
                            ? text().count("chain.intact", one.verdict().rows(), at)
                            : say("chain.broken.at", at);
                })
                .orElseGet(() -> say("chain.unchecked"));
    }
}
