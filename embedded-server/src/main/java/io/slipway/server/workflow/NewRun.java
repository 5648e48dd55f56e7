package io.slipway.server.workflow;

import io.slipway.server.base.TenantId;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run to be stored.
 *
 * @param id made by the caller, so that other rows of the same transaction can name it
 * @param tenant whose run
 * @param jobId the job it belongs to
 * @param planKind name of the plan, for people
 * @param subject what it is about, for people, for example the VM's name
 * @param input frozen facts for the steps; secrets only as references
 * @param steps in order
 */
public record NewRun(
        String id,
        TenantId tenant,
        String jobId,
        String planKind,
        String subject,
        ObjectNode input,
        List<PlannedStep> steps) {
    public NewRun {
        steps = List.copyOf(steps);
    }
}
