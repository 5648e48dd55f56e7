package io.slipway.server.host;

import io.slipway.server.base.Problem;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.vault.RecordRegisterSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Rows of {@code host_identity} and {@code host_alarm}, and the pins of {@code host}. */
final class HostIdentitySql {
    private final Database database;
    private final RecordRegisterSql register;

    /** @param register vouches for pins and alarms */
    HostIdentitySql(Database database, RecordRegisterSql register) {
        this.database = database;
        this.register = register;
    }

    /** Alarms of a host that is still registered, the SSH key first. */
    List<HostAlarm> alarms(String hostId) {
        return database.read(handle -> alarms(handle, hostId));
    }

    static List<HostAlarm> alarms(Handle handle, String hostId) {
        return handle.createQuery("select * from host_alarm where host_id = :host order by proof desc")
                .bind("host", hostId)
                .map((rs, context) -> alarm(rs))
                .list();
    }

    /** Those of all registered hosts of a tenant, by host, each the SSH key first. */
    static Map<String, List<HostAlarm>> alarms(Handle handle, TenantId tenant) {
        return handle
                .createQuery("""
                        select a.* from host_alarm a join host h on h.id = a.host_id
                        where h.tenant_id = :tenant order by a.host_id, a.proof desc""")
                .bind("tenant", tenant.value())
                .map((rs, context) -> Map.entry(rs.getString("host_id"), alarm(rs)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    private static HostAlarm alarm(ResultSet rs) throws SQLException {
        return new HostAlarm(
                Proof.parse(rs.getString("proof")),
                rs.getString("pinned"),
                rs.getString("shown"),
                Instant.ofEpochMilli(rs.getLong("raised_at")));
    }

    /**
     * A host as it stands there.
     *
     * @param altered not as Slipway wrote it; false while the vault is shut
     * @param alarms the SSH key first
     */
    record Found(Host host, boolean altered, List<HostAlarm> alarms) {}

    /** All hosts of a tenant, by name. */
    List<Found> all(TenantId tenant) {
        boolean open = register.shut().isEmpty();
        return database.read(handle -> {
            var alarms = alarms(handle, tenant);
            var look = open ? Optional.of(register.look(handle, tenant)) : Optional.<RecordRegisterSql.Look>empty();
            return HostsSql.list(handle, tenant).stream()
                    .map(host -> {
                        var own = alarms.getOrDefault(host.id(), List.of());
                        return new Found(
                                host,
                                look.filter(register -> HostRecordsSql.altered(register, host, own))
                                        .isPresent(),
                                own);
                    })
                    .toList();
        });
    }

    /** The host as it stands there, when it is not as Slipway wrote it; empty while the vault is shut. */
    Optional<Host> altered(Host host) {
        return register.shut().isPresent()
                ? Optional.empty()
                : database.read(handle -> HostRecordsSql.altered(handle, register, host.tenant(), host.id()));
    }

    /**
     * Whether exactly this row is one that Slipway wrote.
     *
     * @throws io.slipway.server.base.SlipwayException VAULT_LOCKED, VAULT_KEY_LOST
     */
    boolean fits(Host host) {
        return database.read(handle -> register.fits(handle, HostRecordsSql.of(host)));
    }

    /** Why rows cannot be vouched for. */
    Optional<Problem> shut() {
        return register.shut();
    }

    /**
     * Vouches for a host as an administrator has looked at it.
     *
     * @return whether it still stood there like that
     */
    boolean confirm(Host host, String stamp, AuditEntry entry) {
        return database.write(handle -> {
            boolean same = HostsSql.find(handle, host.tenant(), host.id())
                    .filter(now ->
                            HostRecordsSql.stamp(now, alarms(handle, now.id())).equals(stamp))
                    .isPresent();
            if (same) {
                HostRecordsSql.keep(handle, register, host.tenant(), host.id());
                AuditSql.append(handle, entry);
            }
            return same;
        });
    }

    void tell(AuditEntry entry) {
        database.write(handle -> {
            AuditSql.append(handle, entry);
            return entry;
        });
    }

    List<Sighting> sightings(String hostId) {
        return database.read(handle -> handle.createQuery(
                        "select * from host_identity where host_id = :host order by last_seen_at desc, fingerprint")
                .bind("host", hostId)
                .map((rs, context) -> new Sighting(
                        Proof.parse(rs.getString("proof")),
                        rs.getString("fingerprint"),
                        Instant.ofEpochMilli(rs.getLong("first_seen_at")),
                        Instant.ofEpochMilli(rs.getLong("last_seen_at"))))
                .list());
    }

    void seen(String hostId, Proof proof, String fingerprint, Instant at) {
        database.write(handle -> seen(handle, hostId, proof, fingerprint, at));
    }

    /** A host forgotten meanwhile has no history. */
    private static int seen(Handle handle, String hostId, Proof proof, String fingerprint, Instant at) {
        return handle.createUpdate("""
                        insert into host_identity (host_id, proof, fingerprint, first_seen_at, last_seen_at)
                        select id, :proof, :fingerprint, :at, :at from host where id = :host
                        on conflict (host_id, proof, fingerprint) do update set last_seen_at = excluded.last_seen_at""")
                .bind("host", hostId)
                .bind("proof", proof.stored())
                .bind("fingerprint", fingerprint)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /**
     * Stops the host, unless the pin is no longer the one that was contradicted.
     *
     * @return whether this is news
     */
    boolean raise(Host host, HostAlarm alarm, AuditEntry entry) {
        return database.write(handle -> {
            seen(handle, host.id(), alarm.proof(), alarm.shown(), alarm.raisedAt());
            boolean current = pin(handle, host, alarm.proof())
                    .filter(pin -> Proof.same(pin, alarm.pinned()))
                    .isPresent();
            if (!current) {
                return false;
            }
            boolean known = shown(handle, host.id(), alarm.proof())
                    .filter(before -> Proof.same(before, alarm.shown()))
                    .isPresent();
            handle.createUpdate("""
                            insert into host_alarm (host_id, proof, pinned, shown, raised_at)
                            values (:host, :proof, :pinned, :shown, :at)
                            on conflict (host_id, proof) do update set pinned = excluded.pinned, shown = excluded.shown""")
                    .bind("host", host.id())
                    .bind("proof", alarm.proof().stored())
                    .bind("pinned", alarm.pinned())
                    .bind("shown", alarm.shown())
                    .bind("at", alarm.raisedAt().toEpochMilli())
                    .execute();
            setState(handle, host, "host-key-changed");
            // While the vault is shut it cannot be vouched for; it counts all the same, and is kept when the vault
            // opens.
            if (register.shut().isEmpty()) {
                register.keep(handle, HostRecordsSql.of(host, alarm));
            }
            if (!known) {
                AuditSql.append(handle, entry);
            }
            return !known;
        });
    }

    private static Optional<String> shown(Handle handle, String hostId, Proof proof) {
        return handle.createQuery("select shown from host_alarm where host_id = :host and proof = :proof")
                .bind("host", hostId)
                .bind("proof", proof.stored())
                .mapTo(String.class)
                .findOne();
    }

    private static Optional<String> pin(Handle handle, Host host, Proof proof) {
        var column = column(host, proof);
        return handle.createQuery("select " + column + " from host where tenant_id = :tenant and id = :host")
                .bind("tenant", host.tenant().value())
                .bind("host", host.id())
                .mapTo(String.class)
                .findOne();
    }

    private static String column(Host host, Proof proof) {
        return proof == Proof.SSH_KEY || host.byCertificate() ? "host_key_pin" : "tls_pin";
    }

    private static void setState(Handle handle, Host host, String state) {
        handle.createUpdate("update host set state = :state where tenant_id = :tenant and id = :host")
                .bind("state", state)
                .bind("tenant", host.tenant().value())
                .bind("host", host.id())
                .execute();
    }

    /** Pins what the operator named and takes back the alarm about it. */
    void repin(Host host, Proof proof, String fingerprint, AuditEntry entry) {
        var column = column(host, proof);
        database.write(handle -> {
            requireFits(handle, host);
            handle.createUpdate("update host set " + column + " = :pin where tenant_id = :tenant and id = :host")
                    .bind("pin", fingerprint)
                    .bind("tenant", host.tenant().value())
                    .bind("host", host.id())
                    .execute();
            seen(handle, host.id(), proof, fingerprint, entry.at());
            return clear(handle, host, proof, entry);
        });
    }

    /** Takes back an alarm without changing the pin. */
    void resume(Host host, Proof proof, AuditEntry entry) {
        database.write(handle -> {
            requireFits(handle, host);
            return clear(handle, host, proof, entry);
        });
    }

    private int clear(Handle handle, Host host, Proof proof, AuditEntry entry) {
        handle.createUpdate("delete from host_alarm where host_id = :host and proof = :proof")
                .bind("host", host.id())
                .bind("proof", proof.stored())
                .execute();
        boolean left = handle.createQuery("select count(*) from host_alarm where host_id = :host")
                        .bind("host", host.id())
                        .mapTo(Integer.class)
                        .one()
                > 0;
        if (!left) {
            setState(handle, host, "connected");
        }
        HostRecordsSql.keep(handle, register, host.tenant(), host.id());
        AuditSql.append(handle, entry);
        return 0;
    }

    /** Whoever decides about a pin or an alarm has not looked at the rest of the row. */
    private void requireFits(Handle handle, Host host) {
        if (HostRecordsSql.altered(handle, register, host.tenant(), host.id()).isPresent()) {
            throw HostTrust.altered(host).exception();
        }
    }
}
