package io.slipway.server.job;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.TenantId;
import io.slipway.server.workflow.Brake;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import io.slipway.server.workflow.Runs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at jobs, stops them, goes on with them. Thread-safe. */
public final class Jobs {
    private static final int LONGEST_PAGE = 500;

    private final JobSql sql;
    private final Runs runs;
    private final Engine engine;
    private final JobBoard board;

    public Jobs(JobSql sql, Runs runs, Engine engine) {
        this.sql = sql;
        this.runs = runs;
        this.engine = engine;
        this.board = new JobBoard(sql.board(), runs);
    }

    /** The same jobs as people see them at a glance. */
    public JobBoard board() {
        return board;
    }

    /**
     * Newest first.
     *
     * @param before only jobs older than this id
     */
    public List<Job> list(TenantId tenant, int limit, Optional<String> before) {
        return sql.list(tenant, Math.clamp(limit, 1, LONGEST_PAGE), before.orElse(null));
    }

    /** One job. */
    public Optional<Job> find(TenantId tenant, String id) {
        return sql.find(tenant, id);
    }

    /** @throws io.slipway.server.base.SlipwayException JOB_NOT_FOUND */
    public Job require(TenantId tenant, String id) {
        return sql.find(tenant, id)
                .orElseThrow(() -> Problem.of(ProblemCode.JOB_NOT_FOUND, "There is no job " + id + ".")
                        .exception());
    }

    /** The job's runs, one per VM. */
    public List<RunView> runs(TenantId tenant, String jobId) {
        return runs.ofJob(tenant, jobId);
    }

    /** The same without their steps, of which a job may have thousands. */
    public List<RunView> outline(TenantId tenant, String jobId) {
        return runs.outline(tenant, jobId);
    }

    /** One run, for example the one that made a VM. */
    public Optional<RunView> run(TenantId tenant, String runId) {
        return runs.find(tenant, runId);
    }

    /** How many runs of all jobs go on or wait. */
    public int unfinishedRuns() {
        return runs.unfinished();
    }

    /** How many runs go on by themselves as things stand: all unfinished ones, or those that have begun while new ones are held. */
    public int ongoingRuns() {
        return pausesNew() ? runs.begun() : runs.unfinished();
    }

    /**
     * Lets no further job begin, or lets them begin again; jobs that have begun go on. Stays so at the next start.
     */
    public void pauseNew(TenantId tenant, boolean paused) {
        sql.pauseNew(tenant, paused);
        // Stopping for the end of the program goes before; it is taken back by who asked for it.
        if (engine.brake() != Brake.EVERYTHING) {
            engine.brake(paused ? Brake.NEW_RUNS : Brake.OFF);
        }
    }

    /** Whether no further job begins. */
    public boolean pausesNew() {
        return engine.brake() == Brake.NEW_RUNS;
    }

    /** Takes up at a start what {@link #pauseNew} said before. */
    public void resumePause(TenantId tenant) {
        if (sql.pausesNew(tenant)) {
            engine.brake(Brake.NEW_RUNS);
        }
    }

    /** The parts of all jobs that go on, wait, or wait for the operator; oldest first. */
    public List<OpenRun> open(TenantId tenant) {
        return sql.open(tenant);
    }

    /** Jobs that ended at or after an instant, in the order of their ends; at most {@value #LONGEST_PAGE}. */
    public List<Job> endedSince(TenantId tenant, Instant since) {
        return sql.endedSince(tenant, since, LONGEST_PAGE);
    }

    /** Position of the newest line of a job's log, 0 before the first. */
    public long lastLine(TenantId tenant, String jobId) {
        return sql.lastLine(tenant, jobId);
    }

    /** Lines after a position. */
    public List<LogLine> log(TenantId tenant, String jobId, long after, int limit) {
        return sql.log(tenant, jobId, after, Math.clamp(limit, 1, 5000));
    }

    /**
     * Stops what runs and takes it back; cleans up what failed with its VM kept.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when nothing is left to stop
     */
    public void cancel(TenantId tenant, String id) {
        require(tenant, id);
        int stopped = 0;
        for (var run : runs.ofJob(tenant, id)) {
            stopped += runs.cancel(tenant, run.id()) ? 1 : 0;
        }
        engine.poke();
        if (stopped == 0) {
            throw Problem.of(ProblemCode.WRONG_STATE, "The job has ended and left nothing to stop or clean up.")
                    .exception();
        }
    }

    /**
     * Goes on with the runs that failed with their VM kept, at the step that failed.
     *
     * @throws io.slipway.server.base.SlipwayException WRONG_STATE when no run can go on
     */
    public void retry(TenantId tenant, String id) {
        require(tenant, id);
        int resumed = 0;
        for (var run : runs.ofJob(tenant, id)) {
            if (run.state() == RunState.PARKED) {
                resumed += runs.resume(tenant, run.id()) ? 1 : 0;
            }
        }
        engine.poke();
        if (resumed == 0) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "No VM of this job waits to go on: what failed was taken back.",
                            "Order the missing VMs again.")
                    .exception();
        }
    }
}
