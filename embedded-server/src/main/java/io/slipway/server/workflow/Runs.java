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
    private final Gate gate;

    /**
     * Runs that the gate may hold.
     *
     * @param hook joins each transaction that reopens a run
     */
    public Runs(Database database, InstantSource clock, RunEnded hook, Gate gate) {
        this.sql = new RunsSql(database, hook);
        this.clock = clock;
        this.gate = gate;
    }

    /** The runs of a job, in the order of their making. */
    public List<RunView> ofJob(TenantId tenant, String jobId) {
        return sql.ofJob(tenant, jobId).stream().map(this::held).toList();
    }

    /** The same without their steps, of which a job may have thousands. */
    public List<RunView> outline(TenantId tenant, String jobId) {
        return sql.outline(tenant, jobId).stream().map(this::held).toList();
    }

    /** One run. */
    public Optional<RunView> find(TenantId tenant, String runId) {
        return sql.find(tenant, runId).map(this::held);
    }

    /** A closed gate is what a run waits for, whatever it waited for before. */
    private RunView held(RunView run) {
        var waitsFor = closedFor();
        return waitsFor.isPresent() && (run.state() == RunState.READY || run.state() == RunState.WAITING)
                ? run.waitingFor(waitsFor.get())
                : run;
    }

    /** What holds all runs at this moment, empty when nothing does. */
    public Optional<String> closedFor() {
        return gate.closedFor();
    }

    /** How many runs of the installation have not come to an end and are not parked. */
    public int unfinished() {
        return sql.unfinished();
    }

    /** How many of those go on with {@link Brake#NEW_RUNS}. */
    public int begun() {
        return sql.begun();
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
