package io.slipway.server.provision;

import io.slipway.server.workflow.RunEnded;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Gives a VM its former state back when its deletion stops before the VM is gone from its host, and takes it again when the
 * deletion goes on, in the transaction that ends or reopens the run (requirements D.3).
 */
public final class DeletionEndedSql implements RunEnded {
    private final RunEnded others;

    /** @param others joins the same transaction before */
    public DeletionEndedSql(RunEnded others) {
        this.others = others;
    }

    @Override
    public void ended(Handle handle, String jobId, Instant now) {
        others.ended(handle, jobId, now);
        restore(handle, jobId);
        takeAgain(handle, jobId);
    }

    private static void restore(Handle handle, String jobId) {
        handle.execute("""
                update vm set state = 'present' where job_id = ? and state = 'deleting' and exists (
                    select 1 from run r where r.job_id = vm.job_id and r.plan_kind = 'vm-delete'
                      and r.state in ('parked', 'failed', 'cancelled', 'needs_attention')
                      and not exists (select 1 from run_step s where s.run_id = r.id and s.kind = 'delete-vm'
                                      and s.state = 'done'))""", jobId);
    }

    private static void takeAgain(Handle handle, String jobId) {
        handle.execute("""
                update vm set state = 'deleting' where job_id = ? and state = 'present' and exists (
                    select 1 from run r where r.job_id = vm.job_id and r.plan_kind = 'vm-delete'
                      and r.state in ('ready', 'running', 'waiting') and r.compensating = 0
                      and r.cancel_requested = 0)""", jobId);
    }
}
