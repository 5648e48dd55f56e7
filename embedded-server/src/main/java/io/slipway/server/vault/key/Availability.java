package io.slipway.server.vault.key;

/**
 * Whether a protector works on this machine at this moment.
 *
 * @param works whether a key could be wrapped now
 * @param reason why or why not, one sentence for the operator
 */
public record Availability(boolean works, String reason) {
    public static Availability yes(String reason) {
        return new Availability(true, reason);
    }

    public static Availability no(String reason) {
        return new Availability(false, reason);
    }
}
