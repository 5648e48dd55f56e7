package io.slipway.server.boot;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warning.Severity;
import io.slipway.server.health.Warnings;
import io.slipway.server.host.HostRecordsSql;
import io.slipway.server.host.Hosts;
import io.slipway.server.store.Database;
import io.slipway.server.syncthing.SyncthingRecordsSql;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.vault.BindingRecordsSql;
import io.slipway.server.vault.OperatorSecrets;
import io.slipway.server.vault.SecretBinding;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultListener;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Looks, whenever the vault opens, at the rows that decide where a secret goes: those of an earlier version are vouched for
 * once, altered ones become warnings. Register it before everything that uses such a row.
 */
final class RecordWatch implements VaultListener {
    private static final String BINDINGS = "secret-binding-altered";
    /** The one tenant of a local installation. */
    private static final TenantId TENANT = TenantId.DEFAULT;

    private final Database database;
    private final Vault vault;
    private final Hosts hosts;
    private final Warnings warnings;
    private final Ids ids;
    private final InstantSource clock;

    RecordWatch(
            Database database,
            Vault vault,
            OperatorSecrets secrets,
            Hosts hosts,
            Warnings warnings,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.vault = vault;
        this.hosts = hosts;
        this.warnings = warnings;
        this.ids = ids;
        this.clock = clock;
        secrets.onRebound(this::showBindings);
    }

    @Override
    public void opened() {
        vault.beginRecords(this::adopt);
        database.write(handle -> {
            HostRecordsSql.retainAll(handle, vault.records(), TENANT);
            BindingRecordsSql.retainAll(handle, vault.records(), TENANT);
            SyncthingRecordsSql.retainAll(handle, vault.records(), TENANT);
            return TENANT;
        });
        hosts.lookAtRecords();
        showBindings();
    }

    @Override
    public void closed() {
        // What was found stays shown.
    }

    private void adopt() {
        database.write(handle -> {
            int found = HostRecordsSql.keepAll(handle, vault.records(), TENANT);
            int bindings = BindingRecordsSql.keepAll(handle, vault.records(), TENANT);
            int addresses = SyncthingRecordsSql.keepAll(handle, vault.records(), TENANT);
            if (found + bindings + addresses > 0) {
                AuditSql.append(
                        handle,
                        new AuditEntry(
                                ids.next(),
                                new Caller(TENANT, "slipway", Caller.Role.ADMIN),
                                "records.adopted",
                                "hosts, bindings and addresses",
                                Map.of(
                                        "hosts",
                                        Integer.toString(found),
                                        "bindings",
                                        Integer.toString(bindings),
                                        "addresses",
                                        Integer.toString(addresses)),
                                clock.instant()));
            }
            return found;
        });
    }

    private void showBindings() {
        if (vault.records().shut().isPresent()) {
            return;
        }
        var altered = database.read(handle -> BindingRecordsSql.altered(handle, vault.records(), TENANT));
        if (altered.isEmpty()) {
            warnings.clear(BINDINGS);
        } else {
            warnings.raise(BINDINGS, Severity.DEGRADED, words(altered));
        }
    }

    private static String words(List<SecretBinding> altered) {
        return "Something else than Slipway made or changed what secrets are bound to, or it is sealed under a vault key that"
                + " was given up; no secret is taken from there: "
                + altered.stream()
                        .map(SecretBinding::target)
                        .map(target -> target.field() + " of " + target.scope().word() + " " + target.scopeId())
                        .collect(Collectors.joining(", "))
                + ". Bind anew what is right: `slipway secret bind`.";
    }
}
