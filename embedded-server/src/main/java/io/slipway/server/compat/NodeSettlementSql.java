package io.slipway.server.compat;

import io.slipway.server.base.Json;
import io.slipway.server.workflow.RunEnded;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Writes what a job made into the node that waits for it, in the transaction that ends the job's run: the node is right even
 * when every client is gone (requirements H20). Doing it again changes nothing.
 *
 * <p>A VM that runs without a known address makes the node running too; nodes whose VM was taken back are pending again.
 */
public final class NodeSettlementSql implements RunEnded {
    private final RunEnded jobs;

    /** @param jobs brings the job's own row up to date first, in the same transaction */
    public NodeSettlementSql(RunEnded jobs) {
        this.jobs = jobs;
    }

    @Override
    public void ended(Handle handle, String jobId, Instant now) {
        jobs.ended(handle, jobId, now);
        settle(handle, jobId, now);
    }

    private record Made(String nativeId, String hostId, Optional<String> address) {}

    static int settle(Handle handle, String jobId, Instant now) {
        boolean ended =
                handle.createQuery("select count(*) from job where id = :job and state not in ('queued', 'running')")
                                .bind("job", jobId)
                                .mapTo(Integer.class)
                                .one()
                        > 0;
        if (!ended) {
            // A job that goes on after a retry: its node waits again.
            return handle.createUpdate("""
                            update node set status = 'provisioning', updated_at = :now
                            where job_id = :job and status = 'pending' and vm_id is null""")
                    .bind("job", jobId)
                    .bind("now", now.toEpochMilli())
                    .execute();
        }
        var made = made(handle, jobId);
        return handle.createUpdate("""
                        update node set status = :status, vm_id = coalesce(:vm, vm_id),
                               hypervisor_id = coalesce(:host, hypervisor_id), ip_address = coalesce(:ip, ip_address),
                               updated_at = :now
                        where job_id = :job and (status = 'provisioning'
                              or status = 'pending' and vm_id is null and :vm is not null
                              or status = 'running' and ip_address is null and :ip is not null)""")
                .bind("status", made.isPresent() ? Node.RUNNING : Node.PENDING)
                .bind("vm", made.map(Made::nativeId).orElse(null))
                .bind("host", made.map(Made::hostId).orElse(null))
                .bind("ip", made.flatMap(Made::address).orElse(null))
                .bind("now", now.toEpochMilli())
                .bind("job", jobId)
                .execute();
    }

    private static Optional<Made> made(Handle handle, String jobId) {
        return handle.createQuery("""
                        select v.native_id, v.host_id, v.addresses from vm v
                        join run r on r.id = v.run_id and r.state in ('succeeded', 'parked')
                        where v.job_id = :job and v.state <> 'gone' and v.native_id is not null
                        order by v.id limit 1""")
                .bind("job", jobId)
                .map((rs, context) ->
                        new Made(rs.getString("native_id"), rs.getString("host_id"), first(rs.getString("addresses"))))
                .findOne();
    }

    private static Optional<String> first(String addresses) {
        var list = Json.parse(addresses);
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(0).asString());
    }
}
