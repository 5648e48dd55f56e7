package io.slipway.server.workflow;

import io.slipway.server.base.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run as operators see it.
 *
 * @param waitsFor what a waiting run waits for
 * @param compensating whether it is being taken back
 * @param percent progress of the forward steps, 0 to 100
 * @param problem why it failed or what is left over
 */
public record RunView(
        String id,
        String jobId,
        String planKind,
        String subject,
        RunState state,
        boolean compensating,
        boolean cancelRequested,
        Optional<String> waitsFor,
        int percent,
        ObjectNode input,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<Instant> endedAt,
        List<StepView> steps) {
    public RunView {
        steps = List.copyOf(steps);
    }

    /** The same run, waiting for something else. */
    RunView waitingFor(String what) {
        return new RunView(
                id,
                jobId,
                planKind,
                subject,
                state,
                compensating,
                cancelRequested,
                Optional.of(what),
                percent,
                input,
                problem,
                createdAt,
                endedAt,
                steps);
    }

    /**
     * One step.
     *
     * @param undo whether it takes back another step
     */
    public record StepView(
            int ordinal,
            String kind,
            String state,
            int attempt,
            boolean undo,
            Optional<ObjectNode> output,
            Optional<Problem> problem,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {}
}
