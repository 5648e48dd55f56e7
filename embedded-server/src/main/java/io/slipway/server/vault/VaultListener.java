package io.slipway.server.vault;

/**
 * Something that lives while the vault is open. Called by one thread at a time, in the order of registration when the vault
 * opens and in reverse when it closes; it must not ask the vault to change its state.
 */
public interface VaultListener {
    /** The key is there. What fails is told by other means: an opened vault stays open. */
    void opened();

    /** The key is gone; forget what came from it. */
    void closed();
}
