package io.slipway.server.workflow;

import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.workflow.WorkflowSql.Claim;
import io.slipway.server.workflow.WorkflowSql.StepRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The context of one attempt. Used by the attempt's thread; {@link #cancelled} also by threads it starts. */
final class ClaimedStep implements StepContext {
    private final WorkflowSql sql;
    private final Claim claim;
    private final StepRow row;
    private final List<StepRow> steps;
    private final ObjectNode input;
    private final RunObserver observer;
    private final EdgeProbe probe;
    private final InstantSource clock;
    private final RunObserver.RunRef ref;
    private @Nullable ObjectNode written;
    private int lastPercent;

    ClaimedStep(
            WorkflowSql sql,
            Claim claim,
            StepRow row,
            List<StepRow> steps,
            ObjectNode input,
            RunObserver observer,
            EdgeProbe probe,
            InstantSource clock) {
        this.sql = sql;
        this.claim = claim;
        this.row = row;
        this.steps = steps;
        this.input = input;
        this.observer = observer;
        this.probe = probe;
        this.clock = clock;
        this.ref = new RunObserver.RunRef(claim.runId(), claim.jobId());
    }

    @Override
    public String runId() {
        return claim.runId();
    }

    @Override
    public String jobId() {
        return claim.jobId();
    }

    @Override
    public TenantId tenant() {
        return claim.tenant();
    }

    @Override
    public ObjectNode input() {
        return input;
    }

    @Override
    public ObjectNode output(String kind) {
        return outputIfDone(kind)
                .orElseThrow(() -> new IllegalStateException(row.kind() + " needs a finished step " + kind));
    }

    @Override
    public Optional<ObjectNode> outputIfDone(String kind) {
        return forward(kind)
                .filter(step -> step.state().equals("done"))
                .map(StepRow::output)
                .map(Json::parseObject);
    }

    @Override
    public Optional<ObjectNode> journal() {
        if (written != null) {
            return Optional.of(written);
        }
        if (!row.undo()) {
            return Optional.ofNullable(row.journal()).map(Json::parseObject);
        }
        return steps.stream()
                .filter(step -> Objects.equals(step.ordinal(), row.undoOf()))
                .findFirst()
                .map(StepRow::journal)
                .map(Json::parseObject);
    }

    @Override
    public Optional<ObjectNode> journalOf(String kind) {
        return forward(kind).map(StepRow::journal).map(Json::parseObject);
    }

    private Optional<StepRow> forward(String kind) {
        return steps.stream()
                .filter(step -> !step.undo() && step.kind().equals(kind))
                .findFirst();
    }

    @Override
    public void journal(ObjectNode intent) {
        sql.journal(claim, row.ordinal(), intent);
        written = intent;
        probe.at("journalled", row.kind());
    }

    @Override
    public int attempt() {
        return row.attempt();
    }

    @Override
    public Instant deadline() {
        return Instant.ofEpochMilli(Objects.requireNonNull(row.deadlineAt()));
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public boolean cleanUpIncomplete() {
        return steps.stream().anyMatch(step -> step.undo() && step.state().equals("failed"));
    }

    @Override
    public boolean cancelled() {
        return !row.undo() && sql.cancelRequested(claim.runId());
    }

    @Override
    public void log(String line) {
        observer.line(ref, line);
    }

    @Override
    public void percent(int percent) {
        int whole = share(steps, row.ordinal(), percent);
        if (!row.undo() && whole > lastPercent) {
            lastPercent = whole;
            sql.percent(claim, whole);
            observer.changed(ref);
        }
    }

    /** Progress of the whole run when the step has done the given part. The last percent belongs to the run's end. */
    static int share(List<StepRow> steps, int ordinal, int percent) {
        int all = 0;
        int before = 0;
        int own = 0;
        for (var step : WorkflowSql.forward(steps)) {
            all += step.weight();
            if (step.ordinal() < ordinal) {
                before += step.weight();
            } else if (step.ordinal() == ordinal) {
                own = step.weight();
            }
        }
        return all == 0 ? 0 : Math.min(99, (before * 100 + own * Math.clamp(percent, 0, 100)) / all);
    }
}
