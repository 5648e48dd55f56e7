package io.slipway.server.backup;

import io.slipway.server.vault.ProtectorChoice;
import java.util.Optional;

/**
 * How a backup is restored.
 *
 * @param dryRun only say what would change
 * @param replaceSameNames give what is here with other content the content of the backup
 * @param keyOnly take the vault key back and nothing else, for a vault that lost its key while runs wait
 * @param protector what keeps the key when this machine has none yet
 */
public record RestoreChoice(
        boolean dryRun, boolean replaceSameNames, boolean keyOnly, Optional<ProtectorChoice> protector) {}
