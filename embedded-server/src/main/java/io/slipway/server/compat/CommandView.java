package io.slipway.server.compat;

import io.slipway.server.base.Problem;
import java.util.List;
import java.util.Optional;

/**
 * A command as clients of document 004 poll it.
 *
 * @param status {@code queued}, {@code running}, {@code completed} or {@code failed}
 * @param error why it failed, or why its result is only partial
 */
public record CommandView(
        String status, Optional<Progress> progress, Optional<Result> result, Optional<Problem> error) {

    /**
     * Where it stands.
     *
     * @param stage the present one; those before it in the plan are completed, those after it pending
     */
    public record Progress(Stage stage, int percent, String message) {}

    /**
     * The VM.
     *
     * @param vmId its number on the host
     * @param status {@code completed}, or {@code partial} when the VM runs but something after its start is missing
     */
    public record Result(
            String vmId,
            String hypervisorId,
            String node,
            Optional<String> ipAddress,
            String name,
            String status,
            List<Stage> stagesCompleted,
            List<String> warnings) {
        public Result {
            stagesCompleted = List.copyOf(stagesCompleted);
            warnings = List.copyOf(warnings);
        }
    }
}
