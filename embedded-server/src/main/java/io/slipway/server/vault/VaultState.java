package io.slipway.server.vault;

import java.util.Locale;

/** How the vault stands. */
public enum VaultState {
    /** Nobody has chosen yet how its key is protected; there is no key. */
    NEW,
    /** The key is in memory. */
    UNLOCKED,
    /** The key is not in memory and can come back: somebody types the passphrase, or the protector answers again. */
    LOCKED,
    /** The key does not come back by itself: its wrapped form is missing, damaged or refused. */
    LOST;

    /** The name in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
