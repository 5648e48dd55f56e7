package io.slipway.server.words;

import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.job.Job;
import io.slipway.server.job.JobLine;
import io.slipway.server.job.RunGlance;
import io.slipway.server.job.UsualTimes;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.RunState;
import java.time.Instant;
import java.util.Locale;

/** Says in an operator's words what a job and its runs do, and by which shape that is shown. */
public final class JobWords {
    private final Text text;

    public JobWords(Text jobs) {
        this.text = jobs;
    }

    /** A shape and the word beside it. */
    public record State(StateShape shape, String word) {}

    /** A step's work; a kind unknown here speaks for itself. */
    public String step(String kind) {
        return text.has("step." + kind) ? text.get("step." + kind) : text.get("step.unknown", kind);
    }

    /** What a run does now, or how it ended. */
    public String phase(RunGlance run) {
        if (run.held()) {
            return text.get(run.heldByVault() ? "phase.held.vault" : "phase.held.host");
        }
        return switch (run.state()) {
            case SUCCEEDED -> text.get("phase.done");
            case FAILED -> text.get("phase.failed");
            case PARKED -> text.get("phase.parked");
            case NEEDS_ATTENTION -> text.get("phase.left");
            case CANCELLED -> text.get("phase.cancelled");
            case READY, RUNNING, WAITING -> working(run);
        };
    }

    private String working(RunGlance run) {
        if (run.phase().isEmpty()) {
            return text.get(run.percent() == 0 ? "phase.queued" : "phase.ending");
        }
        var phase = run.phase().get();
        var words = step(phase.kind());
        if (phase.startedAt().isEmpty()) {
            return run.percent() == 0 && !run.compensating() ? text.get("phase.queued") : text.get("step.next", words);
        }
        var doing = run.compensating() ? text.get("phase.undo", words) : words;
        return phase.attempt() > 1 ? doing + ", " + text.get("step.try", phase.attempt()) : doing;
    }

    /** How a job stands. */
    public State state(Job job) {
        var word = text.get("state." + job.state().name().toLowerCase(Locale.ROOT));
        return new State(
                switch (job.state()) {
                    case QUEUED -> StateShape.IDLE;
                    case RUNNING -> StateShape.BUSY;
                    case SUCCEEDED -> StateShape.DONE;
                    case PARTIAL -> StateShape.NEEDS_YOU;
                    case FAILED -> StateShape.FAILED;
                    case CANCELLED -> StateShape.OFF;
                },
                word);
    }

    /** How a job in the list stands; one that is held or silent for too long says so. */
    public State state(JobLine line, UsualTimes usual, Instant now) {
        var held = line.liveliest().filter(RunGlance::held);
        if (held.isPresent()) {
            return new State(StateShape.NEEDS_YOU, text.get("state.held"));
        }
        return line.liveliest().filter(run -> usual.stuck(run, now)).isPresent()
                ? new State(StateShape.NEEDS_YOU, text.get("state.stuck"))
                : state(line.job());
    }

    /** How a run stands. */
    public static StateShape shape(RunState state) {
        return switch (state) {
            case READY -> StateShape.IDLE;
            case RUNNING, WAITING -> StateShape.BUSY;
            case SUCCEEDED -> StateShape.DONE;
            case PARKED, NEEDS_ATTENTION -> StateShape.NEEDS_YOU;
            case FAILED -> StateShape.FAILED;
            case CANCELLED -> StateShape.OFF;
        };
    }

    /** How a step stands that the guest reports. */
    public State guest(ProgressStatus status) {
        return new State(
                switch (status) {
                    case PENDING -> StateShape.IDLE;
                    case RUNNING -> StateShape.BUSY;
                    case COMPLETED -> StateShape.DONE;
                    case FAILED -> StateShape.FAILED;
                },
                text.get("guest." + status.word()));
    }

    /** {@code Create PC-01 and 2 more VMs}. */
    public String title(Job job, String firstVm) {
        var first = firstVm.isEmpty() ? job.id() : firstVm;
        var key = "kind." + job.kind();
        var words = text.has(key) ? text.get(key, first) : first;
        return job.total() > 1 ? words + " " + text.count("overview.more", job.total() - 1L) : words;
    }
}
