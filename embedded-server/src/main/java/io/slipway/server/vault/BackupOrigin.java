package io.slipway.server.vault;

import io.slipway.server.vault.key.KeyBinding;
import io.slipway.server.vault.key.Keyring.Recovery;
import java.util.Optional;

/**
 * What a backup tells about the key that opens it; no secret by itself.
 *
 * @param binding which key of which installation
 * @param recovery the key as the recovery words wrap it; empty when the backup opens on its own machine only
 */
public record BackupOrigin(KeyBinding binding, Optional<Recovery> recovery) {}
