package io.slipway.server.workflow;

import io.slipway.server.base.Backoff;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.workflow.WorkflowSql.Claim;
import io.slipway.server.workflow.WorkflowSql.StepRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One claim's work: steps in order until the run waits, parks or ends. Used by one thread. */
final class RunExecution {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecution.class);
    private static final Duration HELD = Duration.ofSeconds(1);
    private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), 2, Duration.ofSeconds(30), 1000);

    private final WorkflowSql sql;
    private final StepCatalog catalog;
    private final RunObserver observer;
    private final RunEnded hook;
    private final Gate gate;
    private final EdgeProbe probe;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Claim claim;
    private final RunObserver.RunRef ref;

    RunExecution(
            WorkflowSql sql,
            StepCatalog catalog,
            RunObserver observer,
            RunEnded hook,
            Gate gate,
            EdgeProbe probe,
            InstantSource clock,
            RandomGenerator random,
            Claim claim) {
        this.sql = sql;
        this.catalog = catalog;
        this.observer = observer;
        this.hook = hook;
        this.gate = gate;
        this.probe = probe;
        this.clock = clock;
        this.random = random;
        this.claim = claim;
        this.ref = new RunObserver.RunRef(claim.runId(), claim.jobId());
    }

    /** @param stop asked before each step; then the run waits for the next claim as it stands */
    void proceed(BooleanSupplier stop) {
        boolean goesOn = true;
        while (goesOn && !stop.getAsBoolean()) {
            goesOn = advance();
            observer.changed(ref);
        }
        if (goesOn) {
            sql.giveBack(claim, now());
        }
    }

    /** @return whether this claim goes on */
    private boolean advance() {
        var run = sql.run(claim);
        var steps = sql.steps(claim.runId());
        if (run.cancelRequested() && !run.compensating()) {
            observer.line(ref, "Stopping: everything made so far is taken back.");
            var problem = Problem.of(ProblemCode.CANCELLED, "The operator stopped this.");
            sql.startUndo(claim, steps.stream().filter(step -> !step.ended()).findFirst(), steps, problem, now());
            return true;
        }
        var next = steps.stream()
                .filter(step -> !step.ended())
                .filter(step -> step.undo() == run.compensating())
                .findFirst();
        if (next.isEmpty()) {
            return !finish(run, steps);
        }
        return attempt(next.get(), run);
    }

    /** @return whether the run has ended */
    private boolean finish(WorkflowSql.RunRow run, List<StepRow> steps) {
        if (!run.compensating()) {
            return sql.end(claim, Optional.empty(), RunState.SUCCEEDED, Optional.empty(), now(), hook);
        }
        var left = new ArrayList<String>();
        for (var step : steps) {
            if (step.undo() && step.state().equals("failed")) {
                left.add(step.kind() + ": "
                        + WorkflowSql.problem(step.problem())
                                .map(Problem::detail)
                                .orElse("failed"));
            }
        }
        var cause = run.problem().orElseThrow();
        if (left.isEmpty()) {
            var state = cause.code() == ProblemCode.CANCELLED ? RunState.CANCELLED : RunState.FAILED;
            return sql.end(claim, Optional.empty(), state, Optional.of(cause), now(), hook);
        }
        var leftovers = Problem.of(
                        ProblemCode.LEFTOVERS,
                        cause.detail() + " Not everything could be taken back: " + String.join("; ", left))
                .with("cause", cause.code());
        return sql.end(claim, Optional.empty(), RunState.NEEDS_ATTENTION, Optional.of(leftovers), now(), hook);
    }

    private boolean attempt(StepRow row, WorkflowSql.RunRow run) {
        probe.at("before", row.kind());
        sql.beginAttempt(claim, row, now());
        // Read again: whether this step was ever attempted decides whether it is undone.
        var steps = sql.steps(claim.runId());
        var current = steps.stream()
                .filter(step -> step.ordinal() == row.ordinal())
                .findFirst()
                .orElseThrow();
        var outcome =
                outcome(current, new ClaimedStep(sql, claim, current, steps, run.input(), observer, probe, clock));
        probe.at("acted", row.kind());
        var goesOn = commit(current, outcome, steps);
        probe.at("committed", row.kind());
        return goesOn;
    }

    private Outcome outcome(StepRow row, StepContext context) {
        var step = catalog.find(row.kind(), row.version());
        if (step.isEmpty()) {
            return new Outcome.Fail(Problem.of(
                    ProblemCode.INTERNAL_ERROR,
                    "This program does not know the step " + row.kind() + " version " + row.version() + ".",
                    "Start the version of Slipway that accepted the order."));
        }
        try {
            return step.get().run(context);
        } catch (SlipwayException e) {
            return e.problem().retryable() ? new Outcome.Retry(e.problem()) : new Outcome.Fail(e.problem());
        } catch (WorkflowSql.FenceLost e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("step failed unexpectedly run={} kind={}", claim.runId(), row.kind(), e);
            return new Outcome.Fail(
                    Problem.of(ProblemCode.INTERNAL_ERROR, "The step " + row.kind() + " failed unexpectedly.")
                            .with("step", row.kind()));
        }
    }

    private boolean commit(StepRow row, Outcome outcome, List<StepRow> steps) {
        return switch (outcome) {
            case Outcome.Done done -> {
                sql.done(claim, row, done.output(), percentAfter(row, steps), now());
                yield true;
            }
            case Outcome.Wait wait -> waitFor(row, wait, steps);
            case Outcome.Hold hold -> hold(row, hold);
            case Outcome.Retry retry ->
                gate.stopped(retry.problem()) ? hold(row, held(retry.problem())) : retry(row, retry.problem(), steps);
            case Outcome.Fail fail ->
                gate.stopped(fail.problem()) ? hold(row, held(fail.problem())) : fail(row, fail.problem(), steps);
        };
    }

    private boolean waitFor(StepRow row, Outcome.Wait wait, List<StepRow> steps) {
        var deadline = Instant.ofEpochMilli(java.util.Objects.requireNonNull(row.deadlineAt()));
        if (!now().isBefore(deadline)) {
            return fail(row, wait.onTimeout(), steps);
        }
        var until = now().plus(wait.pause());
        sql.release(claim, row, "waiting", null, wait.forWhat(), until.isAfter(deadline) ? deadline : until, now());
        return false;
    }

    /** The gate closed under the step, which has not failed by that. */
    private Outcome.Hold held(Problem why) {
        return new Outcome.Hold(gate.closedFor().orElse("retry"), HELD, why);
    }

    private boolean hold(StepRow row, Outcome.Hold hold) {
        var why = observer.clean(hold.why());
        boolean told = WorkflowSql.problem(row.problem())
                .filter(before -> before.code() == why.code())
                .isPresent();
        if (!told) {
            observer.line(ref, row.kind() + " waits: " + why.detail());
        }
        sql.hold(claim, row, why, hold.forWhat(), now().plus(hold.pause()), now());
        return false;
    }

    private boolean retry(StepRow row, Problem said, List<StepRow> steps) {
        var problem = observer.clean(said);
        var deadline = Instant.ofEpochMilli(java.util.Objects.requireNonNull(row.deadlineAt()));
        var until = now().plus(RETRIES.after(row.attempt(), random));
        if (row.attempt() >= row.maxAttempts() || until.isAfter(deadline)) {
            return fail(row, problem, steps);
        }
        observer.line(ref, row.kind() + ": " + problem.detail() + " Trying again.");
        sql.release(claim, row, "pending", problem, "retry", until, now());
        return false;
    }

    private boolean fail(StepRow row, Problem said, List<StepRow> steps) {
        var problem = observer.clean(said);
        observer.line(ref, row.kind() + " failed: " + problem.code() + " " + problem.detail());
        if (row.undo()) {
            sql.failUndo(claim, row, problem, now());
            return true;
        }
        if (row.parks()) {
            return !sql.end(claim, Optional.of(row), RunState.PARKED, Optional.of(problem), now(), hook);
        }
        sql.startUndo(claim, Optional.of(row), steps, problem, now());
        return true;
    }

    private static int percentAfter(StepRow row, List<StepRow> steps) {
        if (row.undo()) {
            return 0;
        }
        return ClaimedStep.share(steps, row.ordinal(), 100);
    }

    private Instant now() {
        return clock.instant();
    }
}
