package io.slipway.server.job;

import io.slipway.server.base.Problem;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Accepted work.
 *
 * @param kind {@code provision_vm}, {@code delete_vm} or {@code power_vm}
 * @param fields what was ordered, without secrets
 * @param percent mean progress of its runs
 * @param total runs
 * @param succeeded runs that ended well
 * @param failed runs that ended otherwise
 * @param problem the first run's problem, or what stopped the job itself
 */
public record Job(
        String id,
        String userId,
        String kind,
        Optional<String> hostId,
        ObjectNode fields,
        State state,
        int percent,
        int total,
        int succeeded,
        int failed,
        Optional<Problem> problem,
        Instant createdAt,
        Optional<Instant> endedAt) {

    /** Where a job stands. */
    public enum State {
        QUEUED,
        RUNNING,
        SUCCEEDED,
        /** Some VMs are there; others failed, or wait for the operator with their VM kept. */
        PARTIAL,
        FAILED,
        CANCELLED;

        public boolean ended() {
            return this != QUEUED && this != RUNNING;
        }
    }
}
