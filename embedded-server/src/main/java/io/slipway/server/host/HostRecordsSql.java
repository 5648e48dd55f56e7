package io.slipway.server.host;

import io.slipway.server.base.Sha256;
import io.slipway.server.base.TenantId;
import io.slipway.server.vault.RecordRegisterSql;
import io.slipway.server.vault.SealedRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of hosts and of their alarms as the {@link RecordRegisterSql} vouches for them, inside the caller's transaction. */
public final class HostRecordsSql {
    static final String HOST = "host";
    static final String ALARM = "host-alarm";

    private HostRecordsSql() {}

    /** Where the host is reached, as whom, and what it must prove: whoever changes one of these gets its secrets. */
    static SealedRecord of(Host host) {
        return new SealedRecord(
                host.tenant(),
                HOST,
                List.of(host.id()),
                List.of(
                        host.name(),
                        host.address(),
                        Integer.toString(host.port()),
                        host.userName(),
                        signIn(host.auth()),
                        host.hostKeyPin(),
                        host.tlsPin().map(pin -> "+" + pin).orElse("-"),
                        Integer.toString(host.tlsPort()),
                        host.node()));
    }

    static SealedRecord of(Host host, HostAlarm alarm) {
        return new SealedRecord(
                host.tenant(),
                ALARM,
                List.of(host.id(), alarm.proof().stored()),
                List.of(alarm.pinned(), alarm.shown()));
    }

    private static String signIn(HostAuth auth) {
        return switch (auth) {
            case HostAuth.Password password -> "password " + password.secretId();
            case HostAuth.KeyFile file -> "key-file " + file.path();
            case HostAuth.ApiToken token -> "api-token " + token.secretId();
        };
    }

    /** Names what stands there now, so that an operator confirms what he has looked at and nothing newer. */
    static String stamp(Host host, List<HostAlarm> alarms) {
        var all = new ArrayList<>(of(host).fields());
        alarms.forEach(alarm -> all.addAll(of(host, alarm).fields()));
        return Sha256.hex(new SealedRecord(host.tenant(), HOST, List.of(host.id()), all).canonical());
    }

    /** Keeps a host and its alarms as they stand in the store. */
    public static void keep(Handle handle, RecordRegisterSql register, TenantId tenant, String hostId) {
        HostsSql.find(handle, tenant, hostId).ifPresent(host -> {
            var rows = new ArrayList<SealedRecord>();
            rows.add(of(host));
            HostIdentitySql.alarms(handle, hostId).forEach(alarm -> rows.add(of(host, alarm)));
            register.retain(handle, tenant, ALARM, key -> !key.getFirst().equals(hostId));
            register.keep(handle, tenant, rows);
        });
    }

    /** The host as it stands there, when somebody else than Slipway changed it or took an alarm of it away. */
    static Optional<Host> altered(Handle handle, RecordRegisterSql register, TenantId tenant, String hostId) {
        var look = register.look(handle, tenant);
        return HostsSql.find(handle, tenant, hostId)
                .filter(host -> altered(look, host, HostIdentitySql.alarms(handle, hostId)));
    }

    /** @param alarms of the host as they stand there */
    static boolean altered(RecordRegisterSql.Look look, Host host, List<HostAlarm> alarms) {
        long ours = alarms.stream().filter(alarm -> look.fits(of(host, alarm))).count();
        return !look.fits(of(host)) || look.known(ALARM, host.id()) > ours;
    }

    /** Names of the tenant's altered hosts. */
    public static List<String> altered(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var look = register.look(handle, tenant);
        var alarms = HostIdentitySql.alarms(handle, tenant);
        return HostsSql.list(handle, tenant).stream()
                .filter(host -> altered(look, host, alarms.getOrDefault(host.id(), List.of())))
                .map(Host::name)
                .toList();
    }

    /** Vouches for the hosts of a tenant as they stand in the store. @return how many */
    public static int keepAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var all = HostsSql.list(handle, tenant);
        all.forEach(host -> keep(handle, register, tenant, host.id()));
        return all.size();
    }

    /** After the vault opened: what could not be vouched for or forgotten while it was shut is now. */
    public static void retainAll(Handle handle, RecordRegisterSql register, TenantId tenant) {
        var there = new HashSet<String>();
        for (var host : HostsSql.list(handle, tenant)) {
            there.add(host.id());
            HostIdentitySql.alarms(handle, host.id()).stream()
                    .map(alarm -> of(host, alarm))
                    .filter(row -> !register.knows(handle, row))
                    .forEach(row -> register.keep(handle, row));
        }
        register.retain(handle, tenant, HOST, key -> there.contains(key.getFirst()));
        register.retain(handle, tenant, ALARM, key -> there.contains(key.getFirst()));
    }
}
