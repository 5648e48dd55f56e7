package io.slipway.server.job;

import io.slipway.server.workflow.RunState;

/**
 * One VM's part of a job that goes on, waits, or waits for the operator.
 *
 * @param jobKind {@code provision_vm}, {@code delete_vm} or {@code power_vm}
 * @param subject the VM's name
 */
public record OpenRun(String runId, String jobId, String jobKind, String subject, RunState state) {

    /** Whether nothing goes on before the operator decides. */
    public boolean needsOperator() {
        return switch (state) {
            case PARKED, NEEDS_ATTENTION -> true;
            case READY, RUNNING, WAITING, SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }
}
