package io.slipway.server.tenant;

import io.slipway.server.base.Caller;
import java.time.Instant;
import java.util.Optional;

/**
 * A bearer token of the admin API as it can be listed: everything but the token.
 *
 * @param id its row
 * @param kind who made it
 * @param caller who the bearer is
 * @param label what it is for, in the words of whoever made it
 * @param createdAt when it was made
 * @param expiresAt when it ends by itself, empty for never
 * @param revokedAt when it was revoked, empty while it is not
 * @param lastUsedAt when it was last shown to us, to the minute, empty for never
 * @param altered whether nothing vouches for the row: somebody else wrote it, and it opens nothing
 */
public record ApiToken(
        String id,
        Kind kind,
        Caller caller,
        String label,
        Instant createdAt,
        Optional<Instant> expiresAt,
        Optional<Instant> revokedAt,
        Optional<Instant> lastUsedAt,
        boolean altered) {

    /** Who made a token. */
    public enum Kind {
        /** Somebody who may make tokens; it stays until it expires or is revoked. */
        STORED,
        /** This machine's listener, for programs of the same user; it ends with the listener. */
        LOCAL
    }

    /** The owner of this machine, by the command line or the tray. */
    boolean local() {
        return kind == Kind.LOCAL;
    }

    /** Whether it opens the door at that instant. */
    boolean usableAt(Instant now) {
        return !altered && revokedAt.isEmpty() && expiresAt.map(now::isBefore).orElse(true);
    }

    ApiToken revokedAt(Instant at) {
        return new ApiToken(
                id, kind, caller, label, createdAt, expiresAt, Optional.of(revokedAt.orElse(at)), lastUsedAt, false);
    }

    ApiToken asAltered() {
        return new ApiToken(id, kind, caller, label, createdAt, expiresAt, revokedAt, lastUsedAt, true);
    }
}
