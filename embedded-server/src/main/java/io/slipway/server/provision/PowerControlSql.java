package io.slipway.server.provision;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.NewJob;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.NewRun;
import io.slipway.server.workflow.RunsSql;
import java.time.Instant;

/** Stores changes of power. */
final class PowerControlSql {
    private final Database database;

    PowerControlSql(Database database) {
        this.database = database;
    }

    /** One at a time for each VM, and none while it is made or deleted: the rows decide among orders that come together. */
    void store(NewJob job, NewRun run, String vmId, Instant now) {
        database.write(handle -> {
            var tenant = job.caller().tenant().value();
            boolean there = handle.createQuery(
                                    "select count(*) from vm where tenant_id = :tenant and id = :vm and state = 'present'")
                            .bind("tenant", tenant)
                            .bind("vm", vmId)
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            boolean busy = handle.createQuery("""
                                    select count(*) from run where tenant_id = :tenant and plan_kind = :plan
                                      and state in ('ready', 'running', 'waiting')
                                      and json_extract(input, '$.vmUuid') = :vm""")
                            .bind("tenant", tenant)
                            .bind("plan", Plans.VM_POWER)
                            .bind("vm", vmId)
                            .mapTo(Integer.class)
                            .one()
                    > 0;
            if (!there || busy) {
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                "The VM " + run.subject()
                                        + (busy ? " has a power command under way." : " is not there."),
                                "Wait for the end of its job.")
                        .exception();
            }
            JobSql.insert(handle, job, now);
            RunsSql.insert(handle, run, now);
            return 0;
        });
    }
}
