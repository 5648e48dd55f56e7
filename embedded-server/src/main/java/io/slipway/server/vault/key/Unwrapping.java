package io.slipway.server.vault.key;

/** What came of an attempt to unwrap a key. */
public sealed interface Unwrapping {

    /**
     * The key came out.
     *
     * @param key whoever receives it wipes it
     */
    record Opened(byte[] key) implements Unwrapping {
        @Override
        public String toString() {
            return "Opened[***]";
        }
    }

    /**
     * The protector cannot be asked now; the same attempt may succeed later.
     *
     * @param reason one sentence for the operator
     */
    record Unavailable(String reason) implements Unwrapping {}

    /**
     * The protector was asked and does not give the key: it is missing, damaged, another user's, or the passphrase is wrong.
     *
     * @param reason one sentence for the operator
     */
    record Refused(String reason) implements Unwrapping {}
}
