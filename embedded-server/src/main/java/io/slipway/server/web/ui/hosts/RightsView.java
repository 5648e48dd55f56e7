package io.slipway.server.web.ui.hosts;

import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.HostWords;
import io.slipway.server.words.StateShape;
import java.util.List;

/** What a sign-in may do, right by right; what is missing comes first, with how it is granted. */
record RightsView(RightsReport report, HostWords words, Text copy) {
    static RightsView of(PageFrame frame, RightsReport report) {
        return new RightsView(report, new HostWords(frame.text("hosts")), frame.text("vms"));
    }

    boolean complete() {
        return report.missing().isEmpty();
    }

    StateShape shape() {
        return complete() ? StateShape.DONE : StateShape.FAILED;
    }

    String count() {
        long there = report.rights().stream().filter(Right::present).count();
        return words.text().get("rights.count", there, report.rights().size());
    }

    String say(String key, Object... arguments) {
        return words.text().get(key, arguments);
    }

    List<Right> missing() {
        return report.rights().stream().filter(right -> !right.present()).toList();
    }

    List<Right> present() {
        return report.rights().stream().filter(Right::present).toList();
    }
}
