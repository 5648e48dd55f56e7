package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A signed-in browser as it can be listed.
 *
 * @param id its row
 * @param caller who signed in, with the role of the one who made the code
 * @param createdAt when it began
 * @param seenAt when it was last used, to the minute
 * @param expiresAt when it ends in any case
 * @param endedAt when it was ended, empty while it was not
 */
public record UserSession(
        String id, Caller caller, Instant createdAt, Instant seenAt, Instant expiresAt, Optional<Instant> endedAt) {

    /** When it ends if nothing more is heard of it. */
    public Instant idleAt() {
        var idle = seenAt.plus(Duration.ofMinutes(Sessions.IDLE_MINUTES));
        return idle.isBefore(expiresAt) ? idle : expiresAt;
    }

    boolean aliveAt(Instant now) {
        return endedAt.isEmpty() && now.isBefore(idleAt());
    }
}
