package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.lease.LeasesSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Statements on {@code guest_token}; the public ones are for transactions of other capabilities. */
public final class GuestTokensSql {
    private static final String SELECT = """
            select id, tenant_id, user_id, vm_uuid, state, run_id, issued_at, expires_at, first_seen_at, used_at,
                   playbook is not null as has_playbook
            from guest_token where tenant_id = :tenant and""";

    private GuestTokensSql() {}

    /**
     * Stores a prepared token as the one of its VM, with the lease that goes with it; the VM's earlier token is unknown and its
     * earlier lease over from this commit on.
     *
     * @throws SlipwayException FORBIDDEN when the caller neither owns the VM nor is an administrator
     */
    public static IssuedToken save(Handle handle, PreparedToken token) {
        var claims = token.claims();
        var owner = requireOwner(handle, token.caller(), claims.vmUuid());
        if (!owner.orElse(claims.userId()).equals(claims.userId())) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The VM got another owner meanwhile.", "Try again.")
                    .exception();
        }
        handle.createUpdate("""
                        insert into guest_token (id, tenant_id, user_id, vm_uuid, token_hash, state, run_id,
                                                 issued_at, expires_at, playbook)
                        values (:id, :tenant, :user, :vm, :hash, 'active', :run, :issued, :expires, :playbook)
                        on conflict (tenant_id, vm_uuid) do update set
                            token_hash = excluded.token_hash, state = 'active', run_id = excluded.run_id,
                            issued_at = excluded.issued_at, expires_at = excluded.expires_at,
                            first_seen_at = null, used_at = null, reports = 0, playbook = excluded.playbook
                        """)
                .bind("id", token.rowId())
                .bind("tenant", claims.tenant().value())
                .bind("user", claims.userId())
                .bind("vm", claims.vmUuid())
                .bind("hash", token.hash())
                .bind("run", token.order().runId().orElse(null))
                .bind("issued", claims.issuedAt().toEpochMilli())
                .bind("expires", claims.expiresAt().toEpochMilli())
                .bind("playbook", token.order().playbook().orElse(null))
                .execute();
        var row = byVm(handle, claims.tenant(), claims.vmUuid()).orElseThrow();
        var runner = token.order().runId().orElse("");
        LeasesSql.own(handle, claims.id(), claims.tenant(), row.id(), runner, claims.issuedAt(), claims.expiresAt());
        return new IssuedToken(row.id(), token.text(), claims.issuedAt(), claims.expiresAt());
    }

    /**
     * The owner of a VM, from its registry row or else from its token, empty for a VM that nobody has yet.
     *
     * @throws SlipwayException FORBIDDEN when it is somebody else's and the caller is no administrator of its tenant
     */
    static Optional<String> requireOwner(Handle handle, Caller caller, String vmUuid) {
        var owner = handle.createQuery("""
                        select tenant_id, user_id from (
                            select tenant_id, user_id, 0 as rank from vm where vm_uuid = :vm
                            union all
                            select tenant_id, user_id, 1 from guest_token where tenant_id = :tenant and vm_uuid = :vm)
                        order by rank limit 1
                        """)
                .bind("vm", vmUuid)
                .bind("tenant", caller.tenant().value())
                .map((row, context) -> new Caller(new TenantId(row.getString(1)), row.getString(2), Caller.Role.READ))
                .findOne();
        boolean foreign = owner.filter(other -> !other.tenant().equals(caller.tenant())
                        || !other.userId().equals(caller.userId()) && caller.role() != Caller.Role.ADMIN)
                .isPresent();
        if (foreign || !caller.role().includes(Caller.Role.OPERATE)) {
            throw Problem.of(ProblemCode.FORBIDDEN, "Only the owner of the VM or an administrator may do this.")
                    .exception();
        }
        return owner.map(Caller::userId);
    }

    /** The token of a run, whatever its state. */
    public static Optional<GuestToken> byRun(Handle handle, TenantId tenant, String runId) {
        return handle.createQuery(SELECT + " run_id = :run")
                .bind("tenant", tenant.value())
                .bind("run", runId)
                .map((row, context) -> token(row))
                .findFirst();
    }

    /** The token of a VM, whatever its state. */
    public static Optional<GuestToken> byVm(Handle handle, TenantId tenant, String vmUuid) {
        return handle.createQuery(SELECT + " vm_uuid = :vm")
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .map((row, context) -> token(row))
                .findOne();
    }

    /** Over all tenants: one authority serves them all. */
    static long countActive(Handle handle, Instant issuedBefore, Instant now) {
        return handle.createQuery("""
                        select count(*) from guest_token
                        where state = 'active' and issued_at < :before and expires_at > :now
                        """)
                .bind("before", issuedBefore.toEpochMilli())
                .bind("now", now.toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    static Optional<GuestToken> byId(Handle handle, TenantId tenant, String id) {
        return handle.createQuery(SELECT + " id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, context) -> token(row))
                .findOne();
    }

    static Optional<GuestToken> byHash(Handle handle, TenantId tenant, String hash) {
        return handle.createQuery(SELECT + " token_hash = :hash")
                .bind("tenant", tenant.value())
                .bind("hash", hash)
                .map((row, context) -> token(row))
                .findOne();
    }

    static Optional<String> playbook(Handle handle, TenantId tenant, String hash) {
        return handle.createQuery("""
                        select playbook from guest_token
                        where tenant_id = :tenant and token_hash = :hash and playbook is not null
                        """)
                .bind("tenant", tenant.value())
                .bind("hash", hash)
                .mapTo(String.class)
                .findOne();
    }

    /** Notes that the VM has shown this token; false when it was noted before or the token is not active any more. */
    static boolean markSeen(Handle handle, TenantId tenant, String hash, Instant now) {
        return handle.createUpdate("""
                                update guest_token set first_seen_at = :now
                                where tenant_id = :tenant and token_hash = :hash
                                  and state = 'active' and first_seen_at is null
                                """)
                        .bind("now", now.toEpochMilli())
                        .bind("tenant", tenant.value())
                        .bind("hash", hash)
                        .execute()
                == 1;
    }

    static int markExpired(Handle handle, TenantId tenant, String hash, Instant now) {
        return handle.createUpdate("""
                        update guest_token set state = 'expired'
                        where tenant_id = :tenant and token_hash = :hash and state = 'active' and expires_at <= :now
                        """)
                .bind("tenant", tenant.value())
                .bind("hash", hash)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Active becomes used; any other state stays. */
    public static void markUsed(Handle handle, TenantId tenant, String tokenId, Instant now) {
        handle.createUpdate("""
                        update guest_token set state = 'used', used_at = :now
                        where tenant_id = :tenant and id = :id and state = 'active'
                        """)
                .bind("now", now.toEpochMilli())
                .bind("tenant", tenant.value())
                .bind("id", tokenId)
                .execute();
    }

    /** The VM's active token becomes revoked; any other state stays. */
    public static void revokeByVm(Handle handle, TenantId tenant, String vmUuid) {
        handle.createUpdate("""
                        update guest_token set state = 'revoked'
                        where tenant_id = :tenant and vm_uuid = :vm and state = 'active'
                        """)
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .execute();
    }

    /** The run's token becomes revoked unless it was used: what compensation of a failed run does. */
    public static void revokeByRun(Handle handle, TenantId tenant, String runId) {
        handle.createUpdate("""
                        update guest_token set state = 'revoked'
                        where tenant_id = :tenant and run_id = :run and state in ('active', 'expired')
                        """)
                .bind("tenant", tenant.value())
                .bind("run", runId)
                .execute();
    }

    static void revokeById(Handle handle, TenantId tenant, String id) {
        handle.createUpdate("update guest_token set state = 'revoked' where tenant_id = :tenant and id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute();
    }

    private static GuestToken token(ResultSet row) throws SQLException {
        return new GuestToken(
                row.getString("id"),
                new TenantId(row.getString("tenant_id")),
                row.getString("user_id"),
                row.getString("vm_uuid"),
                TokenState.of(row.getString("state")),
                Optional.ofNullable(row.getString("run_id")),
                Instant.ofEpochMilli(row.getLong("issued_at")),
                Instant.ofEpochMilli(row.getLong("expires_at")),
                instant((Number) row.getObject("first_seen_at")),
                instant((Number) row.getObject("used_at")),
                row.getBoolean("has_playbook"));
    }

    private static Optional<Instant> instant(@Nullable Number millis) {
        return Optional.ofNullable(millis).map(Number::longValue).map(Instant::ofEpochMilli);
    }
}
