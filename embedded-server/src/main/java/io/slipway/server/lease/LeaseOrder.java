package io.slipway.server.lease;

import java.util.Optional;

/**
 * A program's wish for a lease (requirements B.7); the texts are checked by who reads them.
 *
 * @param vmUuid a VM of the registry, lower case
 * @param userId whose VM it is said to be, empty for the caller
 */
public record LeaseOrder(
        String vmUuid,
        String agentId,
        String runnerId,
        String module,
        Optional<String> version,
        Optional<String> userId) {}
