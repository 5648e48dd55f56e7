package io.slipway.server.vault.key;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a data folder keeps of its key: the key in wrapped forms. No secret by itself.
 *
 * @param binding which key of which installation
 * @param main the key as its protector wraps it
 * @param recovery the key as the recovery words wrap it
 * @param records whether rows of the database have been vouched for under this key; false in keyrings of earlier versions
 * @param formerKeys ids of keys that were given up as lost, the latest first
 */
public record Keyring(
        KeyBinding binding, Wrapped main, Optional<Recovery> recovery, boolean records, List<String> formerKeys) {
    /** Most given-up keys that are remembered. */
    static final int MOST_FORMER_KEYS = 64;

    public Keyring {
        formerKeys = List.copyOf(formerKeys.subList(0, Math.min(formerKeys.size(), MOST_FORMER_KEYS)));
    }

    /**
     * The key as the recovery words wrap it.
     *
     * @param blob not copied
     * @param madeAt when the words were shown
     */
    public record Recovery(byte[] blob, Instant madeAt) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Recovery recovery
                    && madeAt.equals(recovery.madeAt)
                    && Arrays.equals(blob, recovery.blob);
        }

        @Override
        public int hashCode() {
            return 31 * madeAt.hashCode() + Arrays.hashCode(blob);
        }
    }

    /** The same key under another protector. */
    public Keyring with(Wrapped protector) {
        return new Keyring(binding, protector, recovery, records, formerKeys);
    }

    /** The same key with other recovery words. */
    public Keyring with(Recovery words) {
        return new Keyring(binding, main, Optional.of(words), records, formerKeys);
    }

    /** The same, and rows without a code are altered ones from now on. */
    public Keyring withRecords() {
        return new Keyring(binding, main, recovery, true, formerKeys);
    }
}
