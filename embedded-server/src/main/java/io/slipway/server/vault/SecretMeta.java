package io.slipway.server.vault;

import java.time.Instant;
import java.util.Optional;

/**
 * What may be told about a secret: everything but the value, sealed or not.
 *
 * @param keyId which vault key the current version is sealed under
 * @param version the current one, from 1
 * @param state whether it can be opened
 * @param attached whether it was made for an object and goes with it
 * @param rotatedAt when the current version replaced another one
 * @param usedAt when it was last opened
 */
public record SecretMeta(
        String id,
        String label,
        String keyId,
        int version,
        State state,
        boolean attached,
        Instant createdAt,
        Optional<Instant> rotatedAt,
        Optional<Instant> usedAt) {

    /** Whether a secret can be opened. */
    public enum State {
        SET,
        /** Sealed under a key that is lost: somebody has to enter it again. */
        NEEDS_REENTRY;

        /** As in the interface. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
