package io.slipway.server.web.ui.hosts;

import io.slipway.server.base.Problem;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostSight;
import io.slipway.server.host.LostHost;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.HostWords;
import io.slipway.server.words.StateShape;
import java.time.Instant;
import java.util.Optional;

/**
 * How one host stands, in the operator's words, without asking it.
 *
 * @param why nothing is done on it, or it does not answer; empty when all is well
 * @param since when it stands so, with its words; may be empty
 * @param silent since when it has not answered; empty while it does
 * @param vms of ours on it
 * @param stopped whether all work on it has stopped until somebody decides
 */
record HostRow(
        Host host,
        StateShape shape,
        String state,
        String why,
        String since,
        Optional<Instant> silent,
        int vms,
        boolean stopped) {

    /** What is known of a host without asking it. */
    record Known(Optional<Problem> refusal, Optional<LostHost> lost, Optional<HostSight> sight, int vms) {}

    static HostRow of(PageFrame frame, Host host, Known known) {
        var text = frame.text("hosts");
        var times = frame.times();
        if (known.refusal().isPresent()) {
            var problem = known.refusal().get();
            var title = ProblemWords.of(frame.look().language()).line(problem);
            return new HostRow(
                    host,
                    StateShape.NEEDS_YOU,
                    new HostWords(text).stopped(problem),
                    title,
                    seen(frame, host, known.sight()),
                    Optional.empty(),
                    known.vms(),
                    true);
        }
        if (known.lost().isPresent()) {
            var lost = known.lost().get();
            var own = frame.text("webhosts");
            return new HostRow(
                    host,
                    StateShape.FAILED,
                    text.get("state.silent"),
                    ProblemWords.of(frame.look().language()).title(lost.code()),
                    own.get("silent.since", times.moment(lost.since(), frame.now())),
                    Optional.of(lost.since()),
                    known.vms(),
                    false);
        }
        boolean seen = known.sight().isPresent();
        return new HostRow(
                host,
                seen ? StateShape.DONE : StateShape.IDLE,
                seen ? text.get("state.answers") : frame.text("webhosts").get("state.unseen"),
                "",
                seen(frame, host, known.sight()),
                Optional.empty(),
                known.vms(),
                false);
    }

    private static String seen(PageFrame frame, Host host, Optional<HostSight> sight) {
        var times = frame.times();
        var answered = sight.map(HostSight::at).or(host::probedAt);
        return answered.map(at -> frame.text("webhosts").get("seen", times.moment(at, frame.now())))
                .orElseGet(() -> frame.text("hosts").get("list.never"));
    }

    boolean needsYou() {
        return shape == StateShape.NEEDS_YOU || shape == StateShape.FAILED;
    }

    /** By id: a name may be one that the addresses of these pages use themselves. */
    String link() {
        return "/ui/hosts/" + host.id();
    }
}
