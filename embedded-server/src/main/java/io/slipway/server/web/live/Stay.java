package io.slipway.server.web.live;

import io.slipway.server.web.Credential;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether a stream may stay open: its credential is looked at once per heartbeat, and when told to. One thread uses it. */
final class Stay {
    private final Credential credential;
    private final InstantSource clock;
    private final Duration pause;
    private Instant nextLook;
    private boolean good = true;

    Stay(Credential credential, InstantSource clock, Duration pause) {
        this.credential = credential;
        this.clock = clock;
        this.pause = pause;
        this.nextLook = clock.instant().plus(pause);
    }

    /** Tokens or sessions changed: it is looked at the next time. */
    void doubt() {
        nextLook = Instant.MIN;
    }

    boolean granted() {
        var now = clock.instant();
        if (good && !now.isBefore(nextLook)) {
            nextLook = now.plus(pause);
            good = credential.stands().getAsBoolean();
        }
        return good;
    }
}
