package io.slipway.server.web.ui.wizard;

import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import io.slipway.server.provision.TemplateLint.Health;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The templates of a host, those first that are well. */
record TemplateRows(Host host, List<Health> rows, String chosen, String when, Text hosts, Text wizard, Text text) {
    static TemplateRows of(PageFrame frame, Host host, HostLooks.Seen seen, String chosen) {
        var sorted = seen.templates().stream()
                .sorted(Comparator.comparing(Health::worst)
                        .thenComparing(one -> one.template().name()))
                .toList();
        return new TemplateRows(
                host,
                sorted,
                chosen,
                frame.times().ago(seen.at(), frame.now()),
                frame.text("hosts"),
                frame.text("wizard"),
                frame.text("webwizard"));
    }

    String word(Health row) {
        return row.template().id().toString();
    }

    String facts(Health row) {
        var template = row.template();
        var family = wizard.get("family." + template.family().name().toLowerCase(Locale.ROOT) + ".name");
        return hosts.get(
                "template.facts",
                family,
                template.firmware().name(),
                template.cores(),
                template.memoryMiB(),
                template.diskGiB());
    }

    /** What came of it before; empty when nothing did. */
    String past(Health row) {
        return row.built() + row.failed() == 0 ? "" : hosts.get("template.past", row.built(), row.failed());
    }

    /** Why orders with it fail; empty when they do not. */
    String blocked(Health row) {
        return String.join(
                " ",
                row.findings().stream()
                        .filter(finding -> finding.verdict() == Verdict.BAD)
                        .map(this::said)
                        .toList());
    }

    /** What works with something lost. */
    List<String> warnings(Health row) {
        return row.findings().stream()
                .filter(finding -> finding.verdict() == Verdict.ATTENTION)
                .map(this::said)
                .toList();
    }

    /** All else that was looked at. */
    List<TemplateFinding> others(Health row) {
        return row.findings().stream()
                .filter(finding -> finding.verdict() != Verdict.BAD && finding.verdict() != Verdict.ATTENTION)
                .toList();
    }

    String said(TemplateFinding finding) {
        return hosts.get("lint." + finding.topic() + "." + finding.verdict(), finding.fact());
    }

    static boolean well(TemplateFinding finding) {
        return finding.verdict() != Verdict.UNKNOWN;
    }

    /** Only one that can be chosen is. */
    boolean chosen(Health row) {
        boolean named = word(row).equals(chosen) || row.template().name().equals(chosen);
        boolean only = chosen.isEmpty() && rows.size() == 1;
        return (named || only) && blocked(row).isEmpty();
    }

    /** Whether something was chosen that the host does not have, or not any more. */
    boolean vanished() {
        return !chosen.isEmpty()
                && rows.stream()
                        .noneMatch(row -> word(row).equals(chosen)
                                || row.template().name().equals(chosen));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }
}
