package io.slipway.server.provision;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.job.JobSql;
import io.slipway.server.job.NewJob;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.NewRun;
import io.slipway.server.workflow.RunsSql;
import java.time.Instant;
import java.util.Optional;

/** Stores deletions. */
final class DeletionSql {
    private final Database database;

    DeletionSql(Database database) {
        this.database = database;
    }

    /** The config ISO a run left on its host, if it is not known to be removed. */
    Optional<String> volume(String runId) {
        return database.read(
                handle -> handle.createQuery("select volume from media where run_id = :run and state <> 'removed'")
                        .bind("run", runId)
                        .mapTo(String.class)
                        .findOne());
    }

    /** Two orders to delete one VM: the state decides which is accepted. One that was cancelled can be given again. */
    void store(NewJob job, NewRun run, String vmId, Instant now) {
        database.write(handle -> {
            int taken = handle.execute("""
                    update vm set state = 'deleting', job_id = ? where tenant_id = ? and id = ? and (state = 'present'
                        or state = 'deleting' and not exists (select 1 from run r where r.job_id = vm.job_id
                                                              and r.state not in ('cancelled', 'failed')))""", job.id(), job.caller().tenant().value(), vmId);
            if (taken == 0) {
                throw Problem.of(ProblemCode.WRONG_STATE, "The VM is being deleted already.")
                        .exception();
            }
            JobSql.insert(handle, job, now);
            RunsSql.insert(handle, run, now);
            return 0;
        });
    }
}
