package io.slipway.server.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * A step as a plan names it; written to the store at submission, so that an upgrade never changes a running plan.
 *
 * @param kind name under which {@link StepCatalog} finds the code
 * @param version version of that code's contract
 * @param weight share of the run's progress
 * @param timeout from the first attempt to giving up
 * @param maxAttempts attempts before a retryable problem becomes a failure; waiting is not an attempt
 * @param undoKind what takes the step's effects back, also when it failed half-way
 * @param onFailure what a failure of this step does to the run
 */
public record PlannedStep(
        String kind,
        int version,
        int weight,
        Duration timeout,
        int maxAttempts,
        Optional<String> undoKind,
        OnFailure onFailure) {

    /** What a failure does to the run. */
    public enum OnFailure {
        /** Take everything back. */
        UNDO,
        /** Keep what exists for the operator, who retries or cleans up. */
        PARK
    }

    /** A step with the usual limits: 10 minutes, 8 attempts, failure undoes the run. */
    public static PlannedStep of(String kind, int weight) {
        return new PlannedStep(kind, 1, weight, Duration.ofMinutes(10), 8, Optional.empty(), OnFailure.UNDO);
    }

    public PlannedStep undoneBy(String undo) {
        return new PlannedStep(kind, version, weight, timeout, maxAttempts, Optional.of(undo), onFailure);
    }

    public PlannedStep within(Duration time) {
        return new PlannedStep(kind, version, weight, time, maxAttempts, undoKind, onFailure);
    }

    public PlannedStep parking() {
        return new PlannedStep(kind, version, weight, timeout, maxAttempts, undoKind, OnFailure.PARK);
    }
}
