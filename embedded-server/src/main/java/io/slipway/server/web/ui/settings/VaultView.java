package io.slipway.server.web.ui.settings;

import io.slipway.server.base.TenantId;
import io.slipway.server.vault.LostSecret;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultState;
import io.slipway.server.vault.VaultStatus;
import io.slipway.server.vault.key.Keyring;
import io.slipway.server.vault.key.ProtectorKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the vault stands.
 *
 * @param kinds what could keep its key on this machine
 * @param lost what must be entered again
 * @param runs that have not ended
 */
record VaultView(VaultStatus status, List<ProtectorKind> kinds, List<LostSecret> lost, int autoLock, int runs) {
    static VaultView read(Vault vault, TenantId tenant, int runs) {
        var kinds = vault.protectors().entrySet().stream()
                .filter(one -> one.getValue().works())
                .map(Map.Entry::getKey)
                .toList();
        return new VaultView(vault.status(), kinds, vault.needsReentry(tenant), vault.autoLockMinutes(), runs);
    }

    boolean open() {
        return status.state() == VaultState.UNLOCKED;
    }

    Optional<ProtectorKind> kept() {
        return status.keyring().map(keyring -> keyring.main().kind());
    }

    boolean byPassphrase() {
        return kept().filter(kind -> kind == ProtectorKind.PASSPHRASE).isPresent();
    }

    Optional<Keyring.Recovery> recovery() {
        return status.keyring().flatMap(Keyring::recovery);
    }

    /** What keeps it now is no change, but for a passphrase, which may be replaced by another. */
    List<ProtectorKind> others() {
        return kinds.stream()
                .filter(kind -> kind == ProtectorKind.PASSPHRASE
                        || kept().filter(kind::equals).isEmpty())
                .toList();
    }

    /** The ways back to an open vault that there are now: init, unlock, recover, reset. */
    List<String> ways() {
        return switch (status.state()) {
            case NEW -> List.of("init");
            case UNLOCKED -> List.of();
            case LOCKED -> List.of("recover");
            case LOST -> List.of("recover", "reset");
        };
    }
}
