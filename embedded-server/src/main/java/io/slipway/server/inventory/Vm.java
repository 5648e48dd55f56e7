package io.slipway.server.inventory;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A VM of ours.
 *
 * @param id also its UUID in SMBIOS and in its token
 * @param userId the owner
 * @param nativeId its number on the host, empty while it has none
 * @param runId the run that made it; its marker on the host
 * @param addresses known addresses: the ordered one, then what the guest reports
 * @param metadata what the seed decided for it: names, removed packages and the like
 */
public record Vm(
        String id,
        String userId,
        String hostId,
        String hostName,
        Optional<String> nativeId,
        String name,
        Optional<String> mac,
        State state,
        Optional<String> jobId,
        Optional<String> runId,
        List<String> addresses,
        ObjectNode metadata,
        Instant createdAt,
        Optional<Instant> seenAt) {
    public Vm {
        addresses = List.copyOf(addresses);
    }

    /** Where a VM stands in the registry. */
    public enum State {
        CREATING,
        PRESENT,
        DELETING,
        /** Something of it is left that could not be taken back. */
        FAILED,
        GONE
    }
}
