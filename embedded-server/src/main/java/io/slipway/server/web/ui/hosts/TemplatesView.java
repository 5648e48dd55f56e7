package io.slipway.server.web.ui.hosts;

import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.provision.TemplateLint.Health;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;

/** The templates of a host, each with what would keep its VMs from coming up; the worst first. */
record TemplatesView(List<Health> templates, Text text) {
    static TemplatesView of(PageFrame frame, List<Health> templates) {
        var sorted = templates.stream()
                .sorted((one, other) -> other.worst().compareTo(one.worst()))
                .toList();
        return new TemplatesView(sorted, frame.text("hosts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String facts(Template template) {
        var system =
                switch (template.family()) {
                    case WINDOWS -> say("os.windows");
                    case LINUX -> say("os.linux");
                    case OTHER -> say("os.unknown");
                };
        return say(
                "template.facts",
                system,
                template.firmware().name(),
                String.valueOf(template.cores()),
                String.valueOf(template.memoryMiB()),
                String.valueOf(template.diskGiB()));
    }

    String past(Health health) {
        return health.built() + health.failed() == 0
                ? ""
                : say("template.past", String.valueOf(health.built()), String.valueOf(health.failed()));
    }

    String finding(TemplateFinding finding) {
        return say("lint." + finding.topic() + "." + finding.verdict(), finding.fact());
    }

    String verdict(TemplateFinding.Verdict verdict) {
        return say("verdict." + verdict);
    }

    static StateShape shape(TemplateFinding.Verdict verdict) {
        return switch (verdict) {
            case GOOD, PROVED -> StateShape.DONE;
            case UNKNOWN -> StateShape.OFF;
            case ATTENTION -> StateShape.NEEDS_YOU;
            case BAD -> StateShape.FAILED;
        };
    }
}
