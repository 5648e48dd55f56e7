package io.slipway.server.workflow;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Stored runs: look at them, stop them, go on with them. Thread-safe. */
public final class Runs {
    private final RunsSql sql;
    private final InstantSource clock;

    /** @param hook joins each transaction that reopens a run */
    public Runs(Database database, InstantSource clock, RunEnded hook) {
        this.sql = new RunsSql(database, hook);
        this.clock = clock;
    }

    /** The runs of a job, in the order of their making. */
    public List<RunView> ofJob(TenantId tenant, String jobId) {
        return sql.ofJob(tenant, jobId);
    }

    /** One run. */
    public Optional<RunView> find(TenantId tenant, String runId) {
        return sql.find(tenant, runId);
    }

    /**
     * Asks a run to stop and take everything back. A run that failed with its VM kept, or whose clean-up was incomplete, is
     * cleaned up.
     *
     * @return whether the run had anything to stop
     */
    public boolean cancel(TenantId tenant, String runId) {
        return sql.cancel(tenant, runId, clock.instant());
    }

    /**
     * Goes on with a parked run at the step that failed, with fresh limits.
     *
     * @return whether the run was parked
     */
    public boolean resume(TenantId tenant, String runId) {
        return sql.resume(tenant, runId, clock.instant());
    }
}
