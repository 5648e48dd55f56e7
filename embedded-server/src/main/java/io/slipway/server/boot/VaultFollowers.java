package io.slipway.server.boot;

import io.slipway.server.artifact.Downloads;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.host.Hosts;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultListener;

/** What keeps something from the vault for longer than one call, and forgets it when the vault closes. */
final class VaultFollowers implements VaultListener {
    private static final String WARNING = "vault-locked";

    private final Vault vault;
    private final GuestTokens tokens;
    private final Downloads downloads;
    private final Hosts hosts;
    private final Warnings warnings;

    VaultFollowers(Vault vault, GuestTokens tokens, Downloads downloads, Hosts hosts, Warnings warnings) {
        this.vault = vault;
        this.tokens = tokens;
        this.downloads = downloads;
        this.hosts = hosts;
        this.warnings = warnings;
        warn();
    }

    @Override
    public void opened() {
        warnings.clear(WARNING);
        hosts.movePasswords();
    }

    @Override
    public void closed() {
        tokens.forgetKey();
        downloads.forgetKey();
        hosts.disconnect();
        warn();
    }

    private void warn() {
        vault.status()
                .why()
                .ifPresent(why -> warnings.raise(WARNING, Severity.BLOCKING, why.detail() + " " + why.nextStep()));
    }
}
