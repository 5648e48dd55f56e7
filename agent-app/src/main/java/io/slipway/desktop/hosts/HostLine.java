package io.slipway.desktop.hosts;

import io.slipway.desktop.shell.Desk;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host as the list shows it.
 *
 * @param refusal why nothing is sent to it; empty while work on it goes on
 * @param sight what it answered when this window last asked
 */
record HostLine(Host host, Optional<Problem> refusal, Optional<Sight> sight, Instant now) {

    /**
     * One look at a host.
     *
     * @param probe what it said of itself; empty when it did not answer
     * @param problem why not
     */
    record Sight(Optional<HostProbe> probe, Optional<Problem> problem, int templates, Instant at) {}

    /** What of a line changes by more than time. */
    record Timeless(Host host, Optional<Problem> refusal, Optional<Sight> sight) {}

    /** The line without the moment of the look: two of them are equal while nothing new is to be shown. */
    Timeless timeless() {
        return new Timeless(host, refusal, sight);
    }

    /** All hosts as they are stored, each with the last look at it. */
    static List<HostLine> read(Desk desk, Map<String, Sight> sights) {
        var hosts = desk.services().hosts();
        var now = desk.services().clock().instant();
        return hosts.list(desk.tenant()).stream()
                .map(host -> new HostLine(
                        host, hosts.trust().refusal(host), Optional.ofNullable(sights.get(host.id())), now))
                .toList();
    }

    /** Asks the host; never throws for what a host can do wrong. */
    static Sight look(Desk desk, Host host) {
        var hosts = desk.services().hosts();
        var at = desk.services().clock().instant();
        try {
            var probe = hosts.check(host);
            int templates = hosts.hypervisor(host).templates().size();
            return new Sight(Optional.of(probe), Optional.empty(), templates, at);
        } catch (SlipwayException e) {
            return new Sight(Optional.empty(), Optional.of(e.problem()), 0, at);
        }
    }

    StateShape shape() {
        if (refusal.isPresent()) {
            return StateShape.NEEDS_YOU;
        }
        if (sight.isEmpty()) {
            return StateShape.IDLE;
        }
        return sight.get().probe().isPresent() ? StateShape.DONE : StateShape.FAILED;
    }

    String word(Text text) {
        if (refusal.isPresent()) {
            return text.get(
                    refusal.get().code() == ProblemCode.HOST_RECORD_ALTERED ? "state.altered" : "state.stopped");
        }
        if (sight.isEmpty()) {
            return text.get("state.unasked");
        }
        return text.get(sight.get().probe().isPresent() ? "state.answers" : "state.silent");
    }
}
