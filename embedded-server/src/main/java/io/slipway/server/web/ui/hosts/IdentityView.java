package io.slipway.server.web.ui.hosts;

import io.slipway.server.host.HostIdentity;
import io.slipway.server.host.HostIdentity.Compared;
import io.slipway.server.host.Sighting;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.StateShape;
import java.util.List;

/** What a host proves itself with beside what is pinned, and the ways on when the two differ. */
record IdentityView(PageFrame frame, HostIdentity identity, Text text) {
    private static final int MOST_SEEN = 20;

    static IdentityView of(PageFrame frame, HostIdentity identity) {
        return new IdentityView(frame, identity, frame.text("hosts"));
    }

    String say(String key, Object... arguments) {
        return text.get(key, arguments);
    }

    String path() {
        return "/ui/hosts/" + identity.stored().id();
    }

    String name() {
        return identity.stored().name();
    }

    static StateShape shape(Compared proof) {
        if (proof.shown().isEmpty() || proof.pinned().isEmpty()) {
            return StateShape.OFF;
        }
        return proof.matches() ? StateShape.DONE : StateShape.NEEDS_YOU;
    }

    String kind(Compared proof) {
        return say("proof." + proof.proof().stored());
    }

    String word(Compared proof) {
        if (proof.shown().isEmpty()) {
            return say("identity.silent", kind(proof));
        }
        if (proof.pinned().isEmpty()) {
            return say("identity.unpinned", kind(proof));
        }
        return say(proof.matches() ? "identity.match" : "identity.differs", kind(proof));
    }

    /** Whether what is shown now may be pinned. */
    boolean pins(Compared proof) {
        return frame.administers() && proof.shown().isPresent() && !proof.matches();
    }

    String command(Compared proof) {
        return proof.proof().consoleCommand(proof.shown().orElse(""));
    }

    boolean same() {
        return identity.trusted() && identity.proofs().stream().anyMatch(Compared::matches);
    }

    /** Whether it shows again what is pinned, so that work may go on; what is not pinned or not shown stands in nobody's way. */
    boolean back() {
        return !identity.alarms().isEmpty()
                && identity.proofs().stream()
                        .allMatch(proof ->
                                proof.pinned().isEmpty() || proof.shown().isEmpty() || proof.matches());
    }

    List<Sighting> seen() {
        return identity.seen().stream().limit(MOST_SEEN).toList();
    }

    String when(Sighting sighting) {
        return say("identity.seen.when", frame.times().moment(sighting.firstSeen(), frame.now()));
    }

    String where() {
        return identity.stored().address() + ":" + identity.stored().port();
    }
}
