package io.slipway.server.compat;

import java.util.Optional;

/** A partial update of a node; what is empty stays. */
public record NodeChange(
        Optional<String> applicationId,
        Optional<String> name,
        Optional<String> templateId,
        Optional<String> vmId,
        Optional<String> hypervisorId,
        Optional<String> ipAddress,
        Optional<String> status) {

    /** What a client says when its VM is ready. */
    public static NodeChange complete(String vmId, String hypervisorId, Optional<String> ipAddress) {
        return new NodeChange(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(vmId),
                Optional.of(hypervisorId),
                ipAddress,
                Optional.of(Node.RUNNING));
    }
}
