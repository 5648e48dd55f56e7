package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * A bearer token of the admin API as it can be listed: everything but the token.
 *
 * @param id its row
 * @param caller who the bearer is
 * @param label what it is for, in the words of whoever made it
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself, empty for never
 * @param revokedAt when it was revoked, empty while it is not
 * @param lastUsedAt when it was last shown to us, to the minute, empty for never
 */
public record ApiToken(
        String id,
        Caller caller,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt) {

    /** Whether it opens the door at that instant. */
    boolean usableAt(Instant now) {
        return revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }
}
