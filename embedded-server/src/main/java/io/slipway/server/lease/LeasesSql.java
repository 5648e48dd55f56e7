package io.slipway.server.lease;

import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on {@code lease}; the public one is for the transaction that issues a guest token. */
public final class LeasesSql {
    private static final Duration KEPT = Duration.ofDays(90);
    /** A VM's own lease is over as soon as the guest token it came with is not active any more, whatever ended that. */
    private static final String SELECT = """
            select l.*, case when l.revoked_at is not null then coalesce(l.revoked_for, '%s')
                             when l.token_id is null then null
                             when t.id is null then '%s'
                             when t.state <> 'active' then '%s' || t.state end as over
            from lease l left join guest_token t on t.id = l.token_id and t.tenant_id = l.tenant_id
            where l.tenant_id = :tenant and\s""".formatted(Lease.REVOKED, Lease.TOKEN_GONE, Lease.TOKEN_IS);

    private LeasesSql() {}

    /** Gives a VM its own lease, good for every module as long as the token; the one with the token before is over. */
    public static void own(
            Handle handle, String id, TenantId tenant, String tokenId, String runnerId, Instant now, Instant end) {
        handle.createUpdate("""
                        update lease set revoked_at = :now, revoked_for = :why
                        where tenant_id = :tenant and token_id = :token and revoked_at is null
                        """)
                .bind("now", now.toEpochMilli())
                .bind("why", Lease.NEWER_TOKEN)
                .bind("tenant", tenant.value())
                .bind("token", tokenId)
                .execute();
        handle.createUpdate("""
                        insert into lease (id, tenant_id, user_id, vm_uuid, token_id, agent_id, runner_id, module, epoch,
                                           issued_at, expires_at)
                        select :id, t.tenant_id, t.user_id, t.vm_uuid, t.id, 'local', :runner, '*',
                               1 + coalesce((select max(epoch) from lease
                                             where tenant_id = t.tenant_id and vm_uuid = t.vm_uuid), 0), :now, :end
                        from guest_token t where t.tenant_id = :tenant and t.id = :token
                        """)
                .bind("id", id)
                .bind("runner", runnerId)
                .bind("now", now.toEpochMilli())
                .bind("end", end.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("token", tokenId)
                .execute();
    }

    static void insert(
            Handle handle,
            String id,
            TenantId tenant,
            String owner,
            LeaseOrder order,
            String hash,
            Instant now,
            Instant end) {
        supersede(handle, tenant, order, now);
        handle.createUpdate("""
                        insert into lease (id, tenant_id, user_id, vm_uuid, token_hash, agent_id, runner_id, module, version,
                                           epoch, issued_at, expires_at)
                        values (:id, :tenant, :owner, :vm, :hash, :agent, :runner, :module, :version,
                                1 + coalesce((select max(epoch) from lease
                                              where tenant_id = :tenant and vm_uuid = :vm), 0), :now, :end)
                        """)
                .bind("id", id)
                .bind("tenant", tenant.value())
                .bind("owner", owner)
                .bind("vm", order.vmUuid())
                .bind("hash", hash)
                .bind("agent", order.agentId())
                .bind("runner", order.runnerId())
                .bind("module", order.module())
                .bind("version", order.version().orElse(null))
                .bind("now", now.toEpochMilli())
                .bind("end", end.toEpochMilli())
                .execute();
    }

    private static void supersede(Handle handle, TenantId tenant, LeaseOrder order, Instant now) {
        handle.createUpdate("""
                        update lease set revoked_at = :now, revoked_for = :why
                        where tenant_id = :tenant and vm_uuid = :vm and module = :module and token_id is null
                          and revoked_at is null
                        """)
                .bind("now", now.toEpochMilli())
                .bind("why", Lease.NEWER_LEASE)
                .bind("tenant", tenant.value())
                .bind("vm", order.vmUuid())
                .bind("module", order.module())
                .execute();
        // A program that never sends a heartbeat asks for a new one every few minutes. The audit trail keeps that it
        // did.
        handle.createUpdate("""
                        delete from lease where tenant_id = :tenant and vm_uuid = :vm and revoked_at < :old
                        """)
                .bind("tenant", tenant.value())
                .bind("vm", order.vmUuid())
                .bind("old", now.minus(KEPT).toEpochMilli())
                .execute();
    }

    static void extend(Handle handle, TenantId tenant, String id, Instant now, Instant end) {
        handle.createUpdate("""
                        update lease set heard_at = :now, expires_at = max(expires_at, :end)
                        where tenant_id = :tenant and id = :id and revoked_at is null
                        """)
                .bind("now", now.toEpochMilli())
                .bind("end", end.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    static void revoke(Handle handle, TenantId tenant, String id, String reason, Instant now) {
        handle.createUpdate("""
                        update lease set revoked_at = :now, revoked_for = :reason
                        where tenant_id = :tenant and id = :id and revoked_at is null
                        """)
                .bind("now", now.toEpochMilli())
                .bind("reason", reason)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    /** By id, over or not. */
    public static Optional<Lease> byId(Handle handle, TenantId tenant, String id) {
        return handle.createQuery(SELECT + "l.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> lease(row))
                .findOne();
    }

    static Optional<Lease> byHash(Handle handle, TenantId tenant, String hash) {
        return handle.createQuery(SELECT + "l.token_hash = :hash")
                .bind("tenant", tenant.value())
                .bind("hash", hash)
                .map((row, context) -> lease(row))
                .findOne();
    }

    static Optional<Lease> byToken(Handle handle, TenantId tenant, String tokenId) {
        return handle.createQuery(SELECT + "l.token_id = :token order by l.epoch desc limit 1")
                .bind("tenant", tenant.value())
                .bind("token", tokenId)
                .map((row, context) -> lease(row))
                .findOne();
    }

    static List<Lease> list(Handle handle, TenantId tenant, Optional<String> vmUuid, int limit) {
        return handle.createQuery(
                        SELECT + "(:vm is null or l.vm_uuid = :vm) order by l.issued_at desc, l.id desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid.orElse(null))
                .bind("limit", limit)
                .map((row, context) -> lease(row))
                .list();
    }

    static List<Lease> holding(Handle handle, TenantId tenant, Instant now) {
        return handle.createQuery(SELECT + """
                        l.revoked_at is null and l.expires_at > :now and (l.token_id is null or t.state = 'active')
                        order by l.issued_at desc, l.id desc""")
                .bind("tenant", tenant.value())
                .bind("now", now.toEpochMilli())
                .map((row, context) -> lease(row))
                .list();
    }

    private static Lease lease(ResultSet row) throws SQLException {
        long heard = row.getLong("heard_at");
        return new Lease(
                row.getString("id"),
                new TenantId(row.getString("tenant_id")),
                row.getString("user_id"),
                row.getString("vm_uuid"),
                row.getString("token_id") != null,
                row.getString("agent_id"),
                row.getString("runner_id"),
                row.getString("module"),
                Optional.ofNullable(row.getString("version")),
                row.getLong("epoch"),
                Instant.ofEpochMilli(row.getLong("issued_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                heard == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(heard)),
                Optional.ofNullable(row.getString("over")));
    }
}
