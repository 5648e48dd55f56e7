package io.slipway.server.workflow;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** What a step's attempt came to. */
public sealed interface Outcome {

    /**
     * The step is finished.
     *
     * @param output what later steps and the operator may read; no secret
     */
    record Done(ObjectNode output) implements Outcome {}

    /**
     * The step looks again when somebody wakes the run, or after the pause. No thread and no slot is held meanwhile.
     *
     * @param forWhat shown to the operator, for example {@code guest-complete}; also the name by which {@link
     *     Engine#wakeOne} finds the run
     * @param pause longest time until the next look
     * @param onTimeout what it means when the step's deadline passes while it waits
     */
    record Wait(String forWhat, Duration pause, Problem onTimeout) implements Outcome {}

    /**
     * The step must not go on until somebody decides something, however long that takes: its time does not run meanwhile, and
     * looking again is no attempt.
     *
     * @param forWhat shown to the operator; also the name by which {@link Engine#wakeAll} finds the run
     * @param pause longest time until the next look
     * @param why what has to be decided
     */
    record Hold(String forWhat, Duration pause, Problem why) implements Outcome {}

    /**
     * Something passing stood in the way.
     *
     * @param problem why; becomes the step's failure when its attempts or its time are used up
     */
    record Retry(Problem problem) implements Outcome {}

    /**
     * The step cannot succeed.
     *
     * @param problem why and what to do
     */
    record Fail(Problem problem) implements Outcome {}

    /** Finished, nothing to tell. */
    static Outcome done() {
        return new Done(Json.object());
    }

    /** Finished with an output. */
    static Outcome done(ObjectNode output) {
        return new Done(output);
    }
}
