package io.slipway.server.web.ui.audit;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tenant.AuditFilter;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.AuditTopic;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Which lines of the trail are wanted; it stands in the page's address.
 *
 * @param who empty takes all
 * @param action how the action begins; empty takes all
 * @param object name or id; empty takes all
 * @param from first day, in this machine's time zone
 * @param to last day
 * @param before only lines before this one of the chain
 */
record AuditAsked(
        String who,
        Optional<AuditTopic> topic,
        String action,
        String object,
        Optional<LocalDate> from,
        Optional<LocalDate> to,
        Optional<Long> before) {
    static final int ROWS = 100;
    private static final int LONGEST = 200;
    private static final int MOST_DIGITS = 15;

    static AuditAsked of(Context context) {
        var what = text(context, "what");
        var topic = AuditTopic.find(what);
        if (!what.isEmpty() && topic.isEmpty()) {
            throw wrong("There is no such subject.");
        }
        var before = text(context, "before");
        if (!before.matches("[0-9]{0," + MOST_DIGITS + "}")) {
            throw wrong("before is the number of a line.");
        }
        return new AuditAsked(
                text(context, "who"),
                topic,
                text(context, "action"),
                text(context, "object"),
                day(context, "from"),
                day(context, "to"),
                before.isEmpty() ? Optional.empty() : Optional.of(Long.valueOf(before)));
    }

    private static String text(Context context, String name) {
        var text = Objects.requireNonNullElse(context.queryParam(name), "").strip();
        if (text.length() > LONGEST) {
            throw wrong("At most " + LONGEST + " characters are searched.");
        }
        return text;
    }

    private static Optional<LocalDate> day(Context context, String name) {
        var text = text(context, name);
        try {
            var day = text.isEmpty() ? Optional.<LocalDate>empty() : Optional.of(LocalDate.parse(text));
            if (day.filter(one -> one.getYear() < 2000 || one.getYear() > 9999).isPresent()) {
                throw wrong(name + " is no day of this program's life.");
            }
            return day;
        } catch (DateTimeException e) {
            throw wrong(name + " is a day such as 2026-01-31.");
        }
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }

    /** Whether it leaves anything out. */
    boolean chooses() {
        return !who.isEmpty()
                || topic.isPresent()
                || !action.isEmpty()
                || !object.isEmpty()
                || from.isPresent()
                || to.isPresent();
    }

    /** @param objects what the asked object may be called in the trail */
    AuditFilter filter(List<String> objects) {
        return new AuditFilter(
                        ROWS + 1,
                        before,
                        some(who),
                        some(action),
                        Optional.empty(),
                        Optional.empty(),
                        from.map(AuditAsked::start),
                        to.map(day -> start(day.plusDays(1))))
                .with(new AuditFilter.More(topic.map(AuditTopic::like).orElse(List.of()), objects, true));
    }

    private static Optional<String> some(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneId.systemDefault()).toInstant();
    }

    /** The address of the lines before one. */
    String older(long seq) {
        return with("before", Long.toString(seq));
    }

    /** The address of the newest that fit. */
    String newest() {
        return with("before", "");
    }

    /** The address of the same with one part of it another one, from the newest line on. */
    String with(String name, String value) {
        var address = new StringBuilder(PageFrame.Place.AUDIT.path());
        add(address, "who", name.equals("who") ? value : who);
        add(
                address,
                "what",
                name.equals("what") ? value : topic.map(AuditTopic::word).orElse(""));
        add(address, "action", name.equals("action") ? value : action);
        add(address, "object", name.equals("object") ? value : object);
        add(address, "from", from.map(LocalDate::toString).orElse(""));
        add(address, "to", to.map(LocalDate::toString).orElse(""));
        add(address, "before", name.equals("before") ? value : "");
        return address.toString();
    }

    private static void add(StringBuilder address, String name, String value) {
        if (!value.isEmpty()) {
            address.append(address.indexOf("?") < 0 ? '?' : '&')
                    .append(name)
                    .append('=')
                    .append(Address.encoded(value));
        }
    }
}
