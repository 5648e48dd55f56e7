package io.slipway.server.compat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A record of document 004: a machine that an application wants, and the VM it got. Nothing is ever done to a VM because a node
 * names it.
 *
 * @param hypervisorId host of the VM
 * @param status {@code pending}, {@code provisioning}, {@code running}, or what the client wrote
 * @param jobId the job that makes its VM
 */
public record Node(
        String id,
        Optional<String> applicationId,
        String name,
        Optional<String> templateId,
        Optional<String> vmId,
        Optional<String> hypervisorId,
        Optional<String> ipAddress,
        String status,
        Optional<String> jobId,
        Instant createdAt,
        Instant updatedAt) {
    static final String PENDING = "pending";
    static final String PROVISIONING = "provisioning";
    static final String RUNNING = "running";

    /** What an operator can do with a node. */
    public enum Action {
        /** Make its VM. */
        PROVISION,
        /** Look at its VM. */
        SHOW,
        /** Forget the record; one with a VM goes by the VM's deletion. */
        DELETE
    }

    /** Without a VM there is nothing to do but to make one or to forget the node; while its VM is made, nothing (F177). */
    public Set<Action> actions() {
        if (vmId.isPresent()) {
            return Set.of(Action.SHOW);
        }
        return status.equals(PROVISIONING) ? Set.of() : Set.of(Action.PROVISION, Action.DELETE);
    }

    /** The status as clients know it: one without a VM is stopped (requirements H19). */
    public String shownStatus() {
        return status.equals(PENDING) ? "stopped" : status;
    }
}
