package io.slipway.server.host;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.vault.RecordRegisterSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Rows of {@code host} and {@code host_slot}. */
final class HostsSql {
    private final Database database;
    private final RecordRegisterSql register;

    /** @param register vouches for each row that is written here */
    HostsSql(Database database, RecordRegisterSql register) {
        this.database = database;
        this.register = register;
    }

    void save(Host host) {
        database.write(handle -> {
            handle.createUpdate("""
                            insert into host (id, tenant_id, name, kind, address, port, user_name, auth, host_key_pin,
                                              tls_pin, tls_port, node, limits, state, probed_at, created_at)
                            values (:id, :tenant, :name, 'proxmox', :address, :port, :user, :auth, :pin, :tlsPin, :tlsPort,
                                    :node, :limits, 'connected', :probed, :created)
                            on conflict (id) do update set address = excluded.address, port = excluded.port,
                                user_name = excluded.user_name, auth = excluded.auth, host_key_pin = excluded.host_key_pin,
                                tls_pin = excluded.tls_pin, tls_port = excluded.tls_port, node = excluded.node,
                                limits = excluded.limits, state = excluded.state, probed_at = excluded.probed_at""")
                    .bind("id", host.id())
                    .bind("tenant", host.tenant().value())
                    .bind("name", host.name())
                    .bind("address", host.address())
                    .bind("port", host.port())
                    .bind("user", host.userName())
                    .bind("auth", Json.mapper().writerFor(HostAuth.class).writeValueAsString(host.auth()))
                    .bind("pin", host.hostKeyPin())
                    .bind("tlsPin", host.tlsPin().orElse(null))
                    .bind("tlsPort", host.tlsPort())
                    .bind("node", host.node())
                    .bind("limits", Json.write(host.limits()))
                    .bind("probed", host.probedAt().map(Instant::toEpochMilli).orElse(null))
                    .bind("created", host.createdAt().toEpochMilli())
                    .execute();
            // Registered anew with what the operator has just confirmed: older doubts are settled.
            handle.execute("delete from host_alarm where host_id = ?", host.id());
            setSlots(handle, host);
            HostRecordsSql.keep(handle, register, host.tenant(), host.id());
            return 0;
        });
    }

    /** Work that holds more than is allowed now ends by itself; nothing new begins before. */
    void limit(Host host) {
        database.write(handle -> {
            int changed = handle.execute(
                    "update host set limits = ? where tenant_id = ? and id = ?",
                    Json.write(host.limits()),
                    host.tenant().value(),
                    host.id());
            if (changed > 0) {
                setSlots(handle, host);
            }
            return changed;
        });
    }

    private static void setSlots(Handle handle, Host host) {
        handle.execute(
                "delete from host_slot where host_id = ? and n > ? and run_id is null",
                host.id(),
                host.limits().slots());
        for (int n = 1; n <= host.limits().slots(); n++) {
            handle.execute("insert into host_slot (host_id, n) values (?, ?) on conflict do nothing", host.id(), n);
        }
    }

    void probed(Host host, Instant at) {
        database.write(handle -> handle.execute(
                "update host set probed_at = ? where tenant_id = ? and id = ?",
                at.toEpochMilli(),
                host.tenant().value(),
                host.id()));
    }

    void remove(Host host) {
        database.write(handle -> {
            int used = handle.createQuery(
                            "select count(*) from vm where tenant_id = :tenant and host_id = :host and state <> 'gone'")
                    .bind("tenant", host.tenant().value())
                    .bind("host", host.id())
                    .mapTo(Integer.class)
                    .one();
            if (used > 0) {
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                "The host " + host.name() + " still has " + used + " VMs of Slipway.",
                                "Delete the VMs first.")
                        .exception();
            }
            handle.execute(
                    "delete from vm where tenant_id = ? and host_id = ?",
                    host.tenant().value(),
                    host.id());
            register.drop(handle, host.tenant(), HostRecordsSql.HOST, List.of(host.id()));
            return handle.execute(
                    "delete from host where tenant_id = ? and id = ?",
                    host.tenant().value(),
                    host.id());
        });
    }

    List<Host> list(TenantId tenant) {
        return database.read(handle -> list(handle, tenant));
    }

    static List<Host> list(Handle handle, TenantId tenant) {
        return handle.createQuery("select * from host where tenant_id = :tenant order by name")
                .bind("tenant", tenant.value())
                .map((rs, context) -> host(rs))
                .list();
    }

    /** Of every tenant, for the work at the start. */
    List<Host> all() {
        return database.read(handle -> handle.createQuery("select * from host order by tenant_id, id")
                .map((rs, context) -> host(rs))
                .list());
    }

    /**
     * What has secrets bound to it as a host and is none: a process that was killed while it registered or forgot one leaves
     * this.
     */
    List<Gone> gone() {
        return database.read(handle -> handle.createQuery("""
                        select distinct b.tenant_id, b.scope_id from secret_binding b
                        where b.scope_type = 'host' and not exists (
                            select 1 from host h where h.tenant_id = b.tenant_id and h.id = b.scope_id)
                        """)
                .map((rs, context) -> new Gone(new TenantId(rs.getString(1)), rs.getString(2)))
                .list());
    }

    /** A host that is not there. */
    record Gone(TenantId tenant, String id) {}

    /** Every host of every tenant that is stopped: what the program shows again at its start. */
    List<Host> stopped() {
        return database.read(handle -> handle.createQuery(
                        "select * from host where id in (select host_id from host_alarm) order by tenant_id, name")
                .map((rs, context) -> host(rs))
                .list());
    }

    Optional<Host> byId(TenantId tenant, String id) {
        return database.read(handle -> find(handle, tenant, id));
    }

    static Optional<Host> find(Handle handle, TenantId tenant, String id) {
        return one(handle, tenant, "select * from host where tenant_id = :tenant and id = :value", id);
    }

    Optional<Host> byName(TenantId tenant, String name) {
        return database.read(
                handle -> one(handle, tenant, "select * from host where tenant_id = :tenant and name = :value", name));
    }

    private static Optional<Host> one(Handle handle, TenantId tenant, String select, String value) {
        return handle.createQuery(select)
                .bind("tenant", tenant.value())
                .bind("value", value)
                .map((rs, context) -> host(rs))
                .findOne();
    }

    private static Host host(ResultSet rs) throws SQLException {
        long probed = rs.getLong("probed_at");
        return new Host(
                rs.getString("id"),
                new TenantId(rs.getString("tenant_id")),
                rs.getString("name"),
                rs.getString("address"),
                rs.getInt("port"),
                rs.getString("user_name"),
                Json.mapper().readValue(rs.getString("auth"), HostAuth.class),
                rs.getString("host_key_pin"),
                Optional.ofNullable(rs.getString("tls_pin")),
                rs.getInt("tls_port"),
                rs.getString("node"),
                Json.mapper().readValue(rs.getString("limits"), HostLimits.class),
                probed == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(probed)),
                Instant.ofEpochMilli(rs.getLong("created_at")));
    }
}
