package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Statements on {@code guest_progress}; the public ones are for the workflow's own transactions. */
public final class GuestReportsSql {
    private static final String SELECT = """
            select id, vm_uuid, token_id, run_id, step, status, detail, at
            from guest_progress where tenant_id = :tenant and""";

    private GuestReportsSql() {}

    /** The row that took a report: the token's id and its run. */
    record Taken(String tokenId, Optional<String> runId) {}

    /** Counts a report on an active token and, for a completion, uses it up; empty when the row does not allow it. */
    static Optional<Taken> take(Handle handle, PresentedToken token, boolean completion, int most, Instant now) {
        return handle.createQuery("""
                        update guest_token set reports = reports + 1,
                            first_seen_at = coalesce(first_seen_at, :now),
                            state = case when :completion then 'used' else state end,
                            used_at = case when :completion then :now end
                        where tenant_id = :tenant and token_hash = :hash and vm_uuid = :vm
                          and state = 'active' and expires_at > :now and reports < :most
                        returning id, run_id
                        """)
                .bind("now", now.toEpochMilli())
                .bind("completion", completion)
                .bind("tenant", token.tenant().value())
                .bind("hash", token.hash())
                .bind("vm", token.claims().vmUuid())
                .bind("most", most)
                .map((row, context) -> new Taken(row.getString(1), Optional.ofNullable(row.getString(2))))
                // findOne steps to the end: a RETURNING statement left half-read stops WAL checkpoints.
                .findOne();
    }

    static void insert(Handle handle, TenantId tenant, ProgressEvent event) {
        handle.createUpdate("""
                        insert into guest_progress (id, tenant_id, vm_uuid, token_id, run_id, step, status, detail, at)
                        values (:id, :tenant, :vm, :token, :run, :step, :status, :detail, :at)
                        """)
                .bind("id", event.id())
                .bind("tenant", tenant.value())
                .bind("vm", event.vmUuid())
                .bind("token", event.tokenId())
                .bind("run", event.runId().orElse(null))
                .bind("step", event.step())
                .bind("status", event.status().word())
                .bind("detail", Json.write(event.details()))
                .bind("at", event.at().toEpochMilli())
                .execute();
    }

    static List<ProgressEvent> list(Handle handle, Caller caller, String vmUuid, int limit) {
        return handle.createQuery(SELECT + """
                         vm_uuid = :vm and (:admin or exists (
                             select 1 from guest_token t where t.tenant_id = :tenant and t.vm_uuid = :vm
                               and t.user_id = :user))
                        order by id limit :limit
                        """)
                .bind("tenant", caller.tenant().value())
                .bind("vm", vmUuid)
                .bind("admin", caller.role() == Caller.Role.ADMIN)
                .bind("user", caller.userId())
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list();
    }

    /** The newest report of a VM. */
    public static Optional<ProgressEvent> latest(Handle handle, TenantId tenant, String vmUuid) {
        return handle.createQuery(SELECT + " vm_uuid = :vm order by id desc limit 1")
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .map((row, context) -> event(row))
                .findOne();
    }

    /** The newest report that a VM made with the token of this run and with this status. */
    public static Optional<ProgressEvent> latestOfRun(
            Handle handle, TenantId tenant, String vmUuid, String runId, ProgressStatus status) {
        return handle.createQuery(
                        SELECT + " vm_uuid = :vm and run_id = :run and status = :status order by id desc limit 1")
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .bind("run", runId)
                .bind("status", status.word())
                .map((row, context) -> event(row))
                .findOne();
    }

    /** Whether a VM reported the step with this status by the token of this run. */
    public static boolean has(
            Handle handle, TenantId tenant, String vmUuid, String runId, String step, ProgressStatus status) {
        return handle.createQuery("""
                        select exists (select 1 from guest_progress where tenant_id = :tenant and vm_uuid = :vm
                            and run_id = :run and step = :step and status = :status)
                        """)
                .bind("tenant", tenant.value())
                .bind("vm", vmUuid)
                .bind("run", runId)
                .bind("step", step)
                .bind("status", status.word())
                .mapTo(boolean.class)
                .one();
    }

    private static ProgressEvent event(ResultSet row) throws SQLException {
        return new ProgressEvent(
                row.getString("id"),
                row.getString("vm_uuid"),
                row.getString("token_id"),
                Optional.ofNullable(row.getString("run_id")),
                row.getString("step"),
                ProgressStatus.of(row.getString("status")).orElseThrow(),
                Json.parseObject(row.getString("detail")),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
