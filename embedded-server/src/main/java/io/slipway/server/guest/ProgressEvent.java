package io.slipway.server.guest;

import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One report of a VM, as stored.
 *
 * @param id time-ordered row id
 * @param vmUuid who reported
 * @param tokenId by which token's row
 * @param runId the run that the token was issued for, if any
 * @param step free text; unknown ones are kept
 * @param status what happened to the step
 * @param details what the VM added
 * @param at when it arrived
 */
public record ProgressEvent(
        String id,
        String vmUuid,
        String tokenId,
        Optional<String> runId,
        String step,
        ProgressStatus status,
        ObjectNode details,
        Instant at) {

    /** The step by which a VM says that it is finished. */
    public static final String COMPLETED_STEP = "completed";

    /** Whether this is the last word of a VM that went through. */
    public boolean completion() {
        return step.equals(COMPLETED_STEP) && status == ProgressStatus.COMPLETED;
    }
}
