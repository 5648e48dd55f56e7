package io.slipway.server.web.ui.dashboard;

import io.slipway.server.host.HostStanding;
import io.slipway.server.job.RunGlance;
import io.slipway.server.overview.Need;
import io.slipway.server.overview.Overview;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.Address;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the first page shows, in the operator's words. */
record DashboardView(Overview look, List<Need> needs, Text text, Times times, JobWords words) {
    private static final int MOST_RUNS = 20;

    static DashboardView of(PageFrame frame, Overview look) {
        var text = frame.text("jobs");
        return new DashboardView(look, Need.of(text, look.situation()), text, frame.times(), new JobWords(text));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String moment(Instant at) {
        return times.moment(at, look.now());
    }

    /** Where a need leads; empty when this panel has no page for it, and the tray or the command line serve. */
    String link(Need.Goal goal) {
        return switch (goal) {
            case Need.Goal.OfVault vault -> served(PageFrame.Place.SETTINGS, "/vault");
            case Need.Goal.OfWarning warning -> served(PageFrame.Place.SETTINGS, "/diagnostics");
            case Need.Goal.OfHost host -> served(PageFrame.Place.HOSTS, "/" + Address.encoded(host.name()));
            case Need.Goal.OfJob job -> job(job.id());
        };
    }

    String job(String id) {
        return served(PageFrame.Place.JOBS, "/" + Address.encoded(id));
    }

    private static String served(PageFrame.Place place, String rest) {
        return PageFrame.served().contains(place) ? place.path() + rest : "";
    }

    List<RunGlance> shownRuns() {
        return look.underWay().stream().limit(MOST_RUNS).toList();
    }

    /** How many more are worked on than are shown. */
    int more() {
        return Math.max(0, look.underWay().size() - MOST_RUNS);
    }

    String countMore() {
        return text.count("overview.more", more());
    }

    static StateShape shape(RunGlance run) {
        return run.held() ? StateShape.NEEDS_YOU : JobWords.shape(run.state());
    }

    String sign(RunGlance run) {
        return run.lastSign().map(at -> say("sign", times.ago(at, look.now()))).orElseGet(() -> say("sign.none"));
    }

    String usual(RunGlance run) {
        return look.usual().phase(run).map(times::usual).orElse("");
    }

    String left(RunGlance run) {
        return Optional.ofNullable(look.left().get(run.runId()))
                .map(left -> say("left", times.span(Times.rounded(left))))
                .orElse("");
    }

    String today() {
        var day = look.today();
        var parts = new ArrayList<String>();
        if (day.built() > 0) {
            parts.add(text.count("overview.built", day.built()));
        }
        if (day.failed() > 0) {
            parts.add(text.count("overview.failed", day.failed()));
        }
        day.median().ifPresent(median -> parts.add(say("overview.median", times.span(median))));
        look.lastWeek().median().ifPresent(median -> parts.add(say("overview.lastWeek", times.span(median))));
        return parts.isEmpty() ? say("overview.nothingToday") : String.join(" · ", parts);
    }

    StateShape shape(HostStanding line) {
        if (line.stopped().isPresent()) {
            return StateShape.NEEDS_YOU;
        }
        return line.host().probedAt().isPresent() ? StateShape.DONE : StateShape.IDLE;
    }

    String state(HostStanding line) {
        if (line.stopped().isPresent()) {
            return say("host.stopped");
        }
        var checked = line.host()
                .probedAt()
                .map(at -> say("host.trusted", times.ago(at, look.now())))
                .orElseGet(() -> say("host.unchecked"));
        return line.host().address() + " · " + checked;
    }
}
