package io.slipway.server.workflow;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The engine's statements. Everything a claim writes is refused when its fence is no longer the run's. */
final class WorkflowSql {
    private final Database database;

    WorkflowSql(Database database) {
        this.database = database;
    }

    /** Another claim owns the run; whoever sees this stops and touches nothing. */
    static final class FenceLost extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FenceLost(String runId) {
            super("run " + runId + " has another owner", null, false, false);
        }
    }

    /** A claimed run. */
    record Claim(String runId, String jobId, TenantId tenant, long fence, long wakes) {}

    /** One row of {@code run_step}. */
    record StepRow(
            int ordinal,
            String kind,
            int version,
            int weight,
            long timeoutMillis,
            int maxAttempts,
            @Nullable String undoKind,
            boolean parks,
            @Nullable Integer undoOf,
            String state,
            int attempt,
            @Nullable String journal,
            @Nullable String output,
            @Nullable String problem,
            @Nullable Long deadlineAt) {
        boolean undo() {
            return undoOf != null;
        }

        boolean ended() {
            return state.equals("done") || state.equals("failed");
        }
    }

    /** The run's changing facts. */
    record RunRow(boolean compensating, boolean cancelRequested, ObjectNode input, Optional<Problem> problem) {}

    static void insert(Handle handle, NewRun run, Instant now) {
        handle.createUpdate("""
                        insert into run (id, tenant_id, job_id, plan_kind, subject, state, wake_at, input, created_at)
                        values (:id, :tenant, :job, :plan, :subject, 'ready', :now, :input, :now)""")
                .bind("id", run.id())
                .bind("tenant", run.tenant().value())
                .bind("job", run.jobId())
                .bind("plan", run.planKind())
                .bind("subject", run.subject())
                .bind("now", now.toEpochMilli())
                .bind("input", Json.write(run.input()))
                .execute();
        int ordinal = 0;
        for (var step : run.steps()) {
            insertStep(handle, run.id(), ++ordinal, step, null);
        }
    }

    private static void insertStep(
            Handle handle, String runId, int ordinal, PlannedStep step, @Nullable Integer undoOf) {
        handle.createUpdate("""
                        insert into run_step (run_id, ordinal, kind, kind_version, weight, timeout_ms, max_attempts,
                                              undo_kind, on_failure, undo_of, state)
                        values (:run, :ordinal, :kind, :version, :weight, :timeout, :attempts, :undo, :failure, :undoOf,
                                'pending')""")
                .bind("run", runId)
                .bind("ordinal", ordinal)
                .bind("kind", step.kind())
                .bind("version", step.version())
                .bind("weight", step.weight())
                .bind("timeout", step.timeout().toMillis())
                .bind("attempts", step.maxAttempts())
                .bind("undo", step.undoKind().orElse(null))
                .bind("failure", step.onFailure() == PlannedStep.OnFailure.PARK ? "park" : "undo")
                .bind("undoOf", undoOf)
                .execute();
    }

    /** After a start nobody owns anything: the data folder's lock says that every earlier process is dead. */
    int releaseAll(Instant now) {
        return database.write(handle -> handle.createUpdate(
                        "update run set state = 'ready', owner = null, wake_at = :now where state = 'running'")
                .bind("now", now.toEpochMilli())
                .execute());
    }

    /** @param begunOnly leaves runs alone that were never claimed, unless they are to be taken back */
    Optional<Claim> claim(String owner, Instant now, boolean begunOnly) {
        return database.write(handle -> handle
                .createQuery("""
                        update run set state = 'running', owner = :owner, fence = fence + 1, waits_for = null
                        where id = (select id from run where state in ('ready', 'waiting') and wake_at <= :now
                                      and (not :begunOnly or fence > 0 or cancel_requested)
                                    order by wake_at, id limit 1)
                        returning id, job_id, tenant_id, fence, wakes""")
                .bind("owner", owner)
                .bind("begunOnly", begunOnly)
                .bind("now", now.toEpochMilli())
                .map((rs, context) -> new Claim(
                        rs.getString("id"),
                        rs.getString("job_id"),
                        new TenantId(rs.getString("tenant_id")),
                        rs.getLong("fence"),
                        rs.getLong("wakes")))
                .list()
                .stream()
                .findFirst());
    }

    Optional<Instant> nextWake() {
        return database.read(
                handle -> handle.createQuery("select min(wake_at) from run where state in ('ready', 'waiting')")
                        .mapTo(Long.class)
                        .findOne()
                        .map(Instant::ofEpochMilli));
    }

    RunRow run(Claim claim) {
        return database.read(handle -> handle.createQuery(
                        "select compensating, cancel_requested, input, problem from run where id = :id")
                .bind("id", claim.runId())
                .map((rs, context) -> new RunRow(
                        rs.getBoolean("compensating"),
                        rs.getBoolean("cancel_requested"),
                        Json.parseObject(rs.getString("input")),
                        problem(rs.getString("problem"))))
                .one());
    }

    boolean cancelRequested(String runId) {
        return database.read(handle -> handle.createQuery("select cancel_requested from run where id = :id")
                .bind("id", runId)
                .mapTo(Boolean.class)
                .one());
    }

    List<StepRow> steps(String runId) {
        return database.read(handle -> handle.createQuery("select * from run_step where run_id = :id order by ordinal")
                .bind("id", runId)
                .map((rs, context) -> new StepRow(
                        rs.getInt("ordinal"),
                        rs.getString("kind"),
                        rs.getInt("kind_version"),
                        rs.getInt("weight"),
                        rs.getLong("timeout_ms"),
                        rs.getInt("max_attempts"),
                        rs.getString("undo_kind"),
                        rs.getString("on_failure").equals("park"),
                        (Integer) rs.getObject("undo_of"),
                        rs.getString("state"),
                        rs.getInt("attempt"),
                        rs.getString("journal"),
                        rs.getString("output"),
                        rs.getString("problem"),
                        rs.getObject("deadline_at") == null ? null : rs.getLong("deadline_at")))
                .list());
    }

    /** Runs the work only while the claim holds. */
    <T> T fenced(Claim claim, Database.Work<T> work) {
        return database.write(handle -> {
            int held = handle.createUpdate(
                            "update run set fence = fence where id = :id and fence = :fence and state = 'running'")
                    .bind("id", claim.runId())
                    .bind("fence", claim.fence())
                    .execute();
            if (held == 0) {
                throw new FenceLost(claim.runId());
            }
            return work.in(handle);
        });
    }

    void beginAttempt(Claim claim, StepRow step, Instant now) {
        fenced(claim, handle -> handle.createUpdate("""
                        update run_step set state = 'running', attempt = attempt + :more, started_at = coalesce(started_at, :now),
                               deadline_at = coalesce(deadline_at, :now + timeout_ms)
                        where run_id = :run and ordinal = :ordinal""")
                // Looking again after a wait is not an attempt.
                .bind("more", step.state().equals("waiting") ? 0 : 1)
                .bind("now", now.toEpochMilli())
                .bind("run", claim.runId())
                .bind("ordinal", step.ordinal())
                .execute());
    }

    void journal(Claim claim, int ordinal, ObjectNode intent) {
        fenced(claim, handle -> handle.createUpdate(
                        "update run_step set journal = :journal where run_id = :run and ordinal = :ordinal")
                .bind("journal", Json.write(intent))
                .bind("run", claim.runId())
                .bind("ordinal", ordinal)
                .execute());
    }

    void percent(Claim claim, int percent) {
        fenced(claim, handle -> setPercent(handle, claim.runId(), percent));
    }

    private static int setPercent(Handle handle, String runId, int percent) {
        return handle.createUpdate("update run set percent = max(percent, :percent) where id = :id")
                .bind("percent", percent)
                .bind("id", runId)
                .execute();
    }

    void done(Claim claim, StepRow step, ObjectNode output, int percent, Instant now) {
        fenced(claim, handle -> {
            endStep(handle, claim, step, "done", Json.write(output), null, now);
            return setPercent(handle, claim.runId(), percent);
        });
    }

    private static void endStep(
            Handle handle,
            Claim claim,
            StepRow step,
            String state,
            @Nullable String output,
            @Nullable Problem problem,
            Instant now) {
        handle.createUpdate("""
                        update run_step set state = :state, output = :output, problem = :problem, ended_at = :now
                        where run_id = :run and ordinal = :ordinal""")
                .bind("state", state)
                .bind("output", output)
                .bind("problem", problem == null ? null : Json.write(problem))
                .bind("now", now.toEpochMilli())
                .bind("run", claim.runId())
                .bind("ordinal", step.ordinal())
                .execute();
    }

    /** Gives the run back until its wake time; a wake that came since the claim counts at once. */
    void release(
            Claim claim,
            StepRow step,
            String stepState,
            @Nullable Problem problem,
            String forWhat,
            Instant until,
            Instant now) {
        fenced(claim, handle -> {
            handle.createUpdate(
                            "update run_step set state = :state, problem = :problem where run_id = :run and ordinal = :ordinal")
                    .bind("state", stepState)
                    .bind("problem", problem == null ? null : Json.write(problem))
                    .bind("run", claim.runId())
                    .bind("ordinal", step.ordinal())
                    .execute();
            return handle.createUpdate("""
                            update run set state = 'waiting', owner = null, waits_for = :what,
                                   wake_at = case when wakes > :seen then :now else :until end
                            where id = :id""")
                    .bind("what", forWhat)
                    .bind("seen", claim.wakes())
                    .bind("now", now.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .bind("id", claim.runId())
                    .execute();
        });
    }

    /** As {@link #release}; the step's time starts anew when it goes on. */
    void hold(Claim claim, StepRow step, Problem why, String forWhat, Instant until, Instant now) {
        fenced(claim, handle -> handle.createUpdate(
                        "update run_step set deadline_at = null where run_id = :run and ordinal = :ordinal")
                .bind("run", claim.runId())
                .bind("ordinal", step.ordinal())
                .execute());
        release(claim, step, "waiting", why, forWhat, until, now);
    }

    /** Moves the deadlines of steps that have begun and not ended. */
    void postponeDeadlines(Duration by) {
        database.write(handle ->
                handle.createUpdate("""
                        update run_step set deadline_at = deadline_at + :by
                        where deadline_at is not null and state in ('pending', 'running', 'waiting')
                          and run_id in (select id from run where state in ('ready', 'running', 'waiting'))""").bind("by", Math.max(0, by.toMillis())).execute());
    }

    /** Ends the step as failed and appends the steps that take back what was done, the latest first. */
    void startUndo(Claim claim, Optional<StepRow> failed, List<StepRow> steps, Problem problem, Instant now) {
        fenced(claim, handle -> {
            failed.ifPresent(step -> endStep(handle, claim, step, "failed", step.output(), problem, now));
            int last = steps.getLast().ordinal();
            for (var step : steps.reversed()) {
                // What the first step reserves is stored together with the run, so it is taken back even if it never
                // ran.
                boolean touched = step.attempt() > 0 || step.ordinal() == 1;
                if (step.undoKind() != null && touched && !step.undo()) {
                    insertStep(handle, claim.runId(), ++last, PlannedStep.of(step.undoKind(), 0), step.ordinal());
                }
            }
            return handle.createUpdate("update run set compensating = 1, problem = :problem where id = :id")
                    .bind("problem", Json.write(problem))
                    .bind("id", claim.runId())
                    .execute();
        });
    }

    void failUndo(Claim claim, StepRow step, Problem problem, Instant now) {
        fenced(claim, handle -> {
            endStep(handle, claim, step, "failed", step.output(), problem, now);
            return 0;
        });
    }

    /**
     * Ends the claim; {@code hook} joins the transaction.
     *
     * @return false, with nothing changed, when the operator asked to stop meanwhile: then the run is taken back instead
     */
    boolean end(
            Claim claim,
            Optional<StepRow> failed,
            RunState state,
            Optional<Problem> problem,
            Instant now,
            RunEnded hook) {
        return fenced(claim, handle -> {
            int ended = handle.createUpdate("""
                            update run set state = :state, owner = null, problem = :problem, ended_at = :now,
                                   percent = case when :state = 'succeeded' then 100 else percent end
                            where id = :id and (compensating = 1 or cancel_requested = 0)""")
                    .bind("state", state.stored())
                    .bind("problem", problem.map(Json::write).orElse(null))
                    .bind("now", now.toEpochMilli())
                    .bind("id", claim.runId())
                    .execute();
            if (ended == 0) {
                return false;
            }
            failed.ifPresent(step -> endStep(handle, claim, step, "failed", step.output(), problem.orElseThrow(), now));
            hook.ended(handle, claim.jobId(), now);
            return true;
        });
    }

    /** The claim's worker broke down; the step stays as it is and is looked at again. */
    void giveBack(Claim claim, Instant at) {
        database.write(handle -> handle.createUpdate(
                        "update run set state = 'ready', owner = null, wake_at = :at where id = :id and fence = :fence and state = 'running'")
                .bind("at", at.toEpochMilli())
                .bind("id", claim.runId())
                .bind("fence", claim.fence())
                .execute());
    }

    void wake(String runId, Instant now) {
        database.write(handle -> wake(handle, runId, now));
    }

    static int wake(Handle handle, String runId, Instant now) {
        return handle.createUpdate("""
                        update run set wakes = wakes + 1,
                               wake_at = case when state = 'waiting' then min(wake_at, :now) else wake_at end
                        where id = :id""")
                .bind("id", runId)
                .bind("now", now.toEpochMilli())
                .execute();
    }

    /** Wakes the run that waits longest for the thing; ids are ordered by time. */
    void wakeOne(String forWhat, Instant now) {
        database.write(handle -> handle.createUpdate("""
                        update run set wakes = wakes + 1, wake_at = min(wake_at, :now)
                        where id = (select id from run where state = 'waiting' and waits_for = :what
                                    order by id limit 1)""")
                .bind("what", forWhat)
                .bind("now", now.toEpochMilli())
                .execute());
    }

    /** Wakes every run that waits for the thing. */
    void wakeAll(String forWhat, Instant now) {
        database.write(handle -> handle.createUpdate("""
                        update run set wakes = wakes + 1, wake_at = min(wake_at, :now)
                        where state = 'waiting' and waits_for = :what""")
                .bind("what", forWhat)
                .bind("now", now.toEpochMilli())
                .execute());
    }

    static Optional<Problem> problem(@Nullable String json) {
        return json == null ? Optional.empty() : Optional.of(Json.mapper().readValue(json, Problem.class));
    }

    static List<StepRow> forward(List<StepRow> steps) {
        var forward = new ArrayList<StepRow>();
        for (var step : steps) {
            if (!step.undo()) {
                forward.add(step);
            }
        }
        return forward;
    }
}
