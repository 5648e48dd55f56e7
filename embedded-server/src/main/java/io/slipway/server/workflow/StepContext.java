package io.slipway.server.workflow;

import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What a step sees of its run. Every write through it is refused once another claim owns the run. */
public interface StepContext {
    String runId();

    String jobId();

    TenantId tenant();

    /** The run's input, frozen at submission. */
    ObjectNode input();

    /**
     * Output of a finished forward step of the run.
     *
     * @throws IllegalStateException when the plan has no finished step of the kind: a mistake in the plan
     */
    ObjectNode output(String kind);

    /** Output of a forward step if it finished. */
    Optional<ObjectNode> outputIfDone(String kind);

    /** What this step, or the step it undoes, wrote before its effect. */
    Optional<ObjectNode> journal();

    /** What another forward step of the run wrote before its effect, whether or not it finished. */
    Optional<ObjectNode> journalOf(String kind);

    /** Makes the intent durable. Returns only after the commit; call it before the effect. */
    void journal(ObjectNode intent);

    /** 1 for the first attempt. */
    int attempt();

    /** When this step's time is over. */
    Instant deadline();

    Instant now();

    /** Whether a step of the clean-up failed before this one, so that something may be left over. */
    boolean cleanUpIncomplete();

    /** Whether the operator asked to stop. Long steps look from time to time. */
    boolean cancelled();

    /** Adds a line to the job's log; secrets are removed on the way. */
    void log(String line);

    /** Share of this step that is done, 0 to 100. */
    void percent(int percent);
}
