package io.slipway.server.boot;

import io.slipway.server.artifact.Downloads;
import io.slipway.server.event.Events;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.health.Warning;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.host.Hosts;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultListener;

/** What keeps something from the vault for longer than one call, and forgets it when the vault closes. */
final class VaultFollowers implements VaultListener {
    private final Vault vault;
    private final GuestTokens tokens;
    private final Downloads downloads;
    private final Hosts hosts;
    private final Warnings warnings;
    private final Events events;

    VaultFollowers(
            Vault vault, GuestTokens tokens, Downloads downloads, Hosts hosts, Warnings warnings, Events events) {
        this.vault = vault;
        this.tokens = tokens;
        this.downloads = downloads;
        this.hosts = hosts;
        this.warnings = warnings;
        this.events = events;
        warn();
    }

    @Override
    public void opened() {
        warnings.clear(Warning.VAULT_LOCKED);
        hosts.movePasswords();
        events.readAgain();
    }

    @Override
    public void closed() {
        tokens.forgetKey();
        downloads.forgetKey();
        hosts.disconnect();
        warn();
        events.readAgain();
    }

    private void warn() {
        vault.status()
                .why()
                .ifPresent(why ->
                        warnings.raise(Warning.VAULT_LOCKED, Severity.BLOCKING, why.detail() + " " + why.nextStep()));
    }
}
