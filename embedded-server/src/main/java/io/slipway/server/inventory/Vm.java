package io.slipway.server.inventory;

import io.slipway.server.base.Json;
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
 * @param addressesJson as they are stored: most of many VMs are never asked for them
 * @param metadataJson as it is stored
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
        String addressesJson,
        String metadataJson,
        Instant createdAt,
        Optional<Instant> seenAt) {
    /** Known addresses: the ordered one, then what the guest reports. */
    public List<String> addresses() {
        return Json.parse(addressesJson)
                .valueStream()
                .map(node -> node.asString())
                .toList();
    }

    /** What the seed decided for it: names, removed packages and the like. */
    public ObjectNode metadata() {
        return Json.parseObject(metadataJson);
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
