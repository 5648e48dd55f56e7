package io.slipway.server.health;

import java.time.Instant;

/**
 * Something that is not as it should be while the program works on.
 *
 * @param name stable and short, for example {@code lan-listener-off}
 * @param severity how much it hurts
 * @param text one or two sentences for the operator, without a secret
 * @param since when it was first raised
 */
public record Warning(String name, Severity severity, String text, Instant since) {
    /** Name of the one that holds while the vault is not open. */
    public static final String VAULT_LOCKED = "vault-locked";

    /** How much a warning hurts. */
    public enum Severity {
        /** Good to know. */
        NOTICE,
        /** Something the operator asked for does not work. */
        DEGRADED,
        /** The program cannot do its job: not ready. */
        BLOCKING
    }
}
