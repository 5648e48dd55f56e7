package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.vault.key.Keyring;
import java.util.Optional;

/**
 * How the vault stands at this moment.
 *
 * @param why what is refused and what to do about it; empty while it is open
 * @param keyring empty while there is none that can be read
 */
public record VaultStatus(VaultState state, Optional<Problem> why, Optional<Keyring> keyring) {}
