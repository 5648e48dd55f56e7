package io.slipway.server.vault;

import io.slipway.server.base.SlipwayException;
import java.util.Optional;

/**
 * Keeps the one 32-byte key of an installation safe while the program does not run.
 *
 * <p>Today's only adapter is {@link FileKeyProtector}. Adapters for DPAPI, the Secret Service and a passphrase come with the
 * desktop; they replace this one without a change elsewhere.
 */
public interface KeyProtector {
    /** Length of the key in bytes. */
    int KEY_BYTES = 32;

    /**
     * The key, or empty when none was ever stored or it is lost.
     *
     * @throws SlipwayException CONFIG_ERROR when a key is there but cannot be trusted or read
     */
    Optional<byte[]> load();

    /**
     * Stores the first key durably before it returns; never replaces one.
     *
     * @throws SlipwayException CONFIG_ERROR when a key exists already or the place cannot be written
     */
    void create(byte[] key);
}
