package io.slipway.server.vault.key;

import io.slipway.server.base.SlipwayException;

/**
 * Wraps the one 32-byte key of an installation, so that it outlives the process.
 *
 * <p>Implementations: a key file, a passphrase, and those of the operating systems, which the desktop program brings along.
 * Calls block for up to seconds. Safe for use by several threads.
 */
public interface KeyProtector {
    /** Length of the key in bytes. */
    int KEY_BYTES = 32;

    ProtectorKind kind();

    /** Whether it works here and now, and why not; asks the system, changes nothing. */
    Availability availability();

    /**
     * Wraps the key. What it leaves outside the returned value (a file, a keyring entry) is durable before it returns and
     * belongs to this one wrapping: an earlier wrapping stays usable until {@link #forget}.
     *
     * @param key 32 bytes; stays the caller's
     * @throws SlipwayException VAULT_PROTECTOR_UNAVAILABLE
     */
    Wrapped wrap(KeyBinding binding, byte[] key);

    /** Opens what {@link #wrap} gave for the same binding. */
    Unwrapping unwrap(KeyBinding binding, Wrapped wrapped);

    /** Removes what a wrapping left outside its value; gone already is success, and what cannot be removed is logged. */
    default void forget(KeyBinding binding, Wrapped wrapped) {}
}
