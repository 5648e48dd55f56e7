package io.slipway.server.workflow;

import io.slipway.server.base.Json;
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
 * @param inputJson what it was given, an object; see {@link #input}
 * @param problem why it failed or what is left over
 * @param steps in their order; none where only the outline was read
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
        String inputJson,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<Instant> endedAt,
        List<StepView> steps) {
    public RunView {
        steps = List.copyOf(steps);
    }

    /** Read when it is asked for, as the steps' outputs are. */
    public ObjectNode input() {
        return Json.parseObject(inputJson);
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
                inputJson,
                problem,
                createdAt,
                endedAt,
                steps);
    }

    /**
     * One step.
     *
     * @param undo whether it takes back another step
     * @param outputJson what it left for later steps, an object; see {@link #output}
     */
    public record StepView(
            int ordinal,
            String kind,
            String state,
            int attempt,
            boolean undo,
            Optional<String> outputJson,
            Optional<Problem> problem,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt) {
        /** Read when it is asked for: a job may have thousands of steps, and a page looks into one or two. */
        public Optional<ObjectNode> output() {
            return outputJson.map(Json::parseObject);
        }
    }
}
