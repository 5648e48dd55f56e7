package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Long operations that outlive our connection and our process. Each has a name within its run; whoever begins a name first
 * starts the work, everybody else joins. How it ended stays known until it is forgotten. Thread-safe.
 */
interface Operations {
    /** Where an operation is. */
    enum State {
        /** Nobody started it. */
        NONE,
        /** Somebody is just starting it, or died while doing so. */
        STARTING,
        /** The host works on it. */
        RUNNING,
        /** It ended and left its outcome. */
        FINISHED,
        /** It was started and died without an outcome: the host crashed or somebody killed it. */
        GONE
    }

    /**
     * How an operation ended.
     *
     * @param exitCode 0 is success; empty when it died without one
     * @param tail the last 16 KiB of its output
     */
    record End(Optional<Integer> exitCode, String tail) {
        boolean succeeded() {
            return exitCode.filter(code -> code == 0).isPresent();
        }

        String words() {
            return HostAnswer.presentable(HostAnswer.lastLine(tail));
        }
    }

    /** Looks without changing anything. */
    State state(RunMarker run, String step);

    /** The beginning and the end of what an operation has said. */
    String edges(RunMarker run, String step);

    /** Starts the operation unless this step was started before. @return whether it was started now */
    boolean begin(RunMarker run, String step, Operation operation);

    /**
     * Watches an operation that was started before, until it ends. The notes about it stay.
     *
     * @param silence longest time without output
     */
    End follow(RunMarker run, String step, Duration silence, OperationLog log);

    /**
     * Runs an operation to its end. What an earlier attempt started is joined; what it finished without our hearing of it is
     * forgotten and done again, so call this only after the state has shown that it is needed.
     */
    default End run(RunMarker run, String step, Operation operation, Duration silence, OperationLog log) {
        join(run, step, () -> begin(run, step, operation));
        return follow(run, step, silence, log);
    }

    /** Begins, joins what still goes on, or begins again what has ended. */
    default void join(RunMarker run, String step, BooleanSupplier begin) {
        if (begin.getAsBoolean()) {
            return;
        }
        var before = state(run, step);
        if (before != State.RUNNING && before != State.STARTING) {
            forget(run, step);
            // Whoever was faster began it; either way it is under way now.
            boolean unused = begin.getAsBoolean();
        }
    }

    /** The operator asked to stop. */
    static SlipwayException cancelled() {
        return Problem.of(ProblemCode.CANCELLED, "The operation was cancelled.").exception();
    }

    /** Nobody knows whether it still works. */
    static SlipwayException silent(Duration silence) {
        return Problem.of(
                        ProblemCode.HOST_ANSWER,
                        "An operation on the host has said nothing for " + silence.toMinutes() + " minutes.",
                        "Look at the host's task list.")
                .exception();
    }

    /** Tells the operation to end; it cleans up as far as the host's tools do. */
    void terminate(RunMarker run, String step);

    /** Throws away what is known of a step. */
    void forget(RunMarker run, String step);
}
