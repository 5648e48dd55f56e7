package io.slipway.server.hypervisor;

import java.util.List;

/**
 * What a host says of itself.
 *
 * @param product for example {@code pve-manager}
 * @param version for example {@code 9.2.11}
 * @param node the host's own node name, case-sensitive
 * @param cpus logical processors
 * @param memoryBytes physical memory
 * @param storages every storage this node can see
 * @param bridges network bridges; empty when the host does not tell
 * @param warnings sentences for the operator: missing rights, unusual versions
 */
public record HostProbe(
        String product,
        String version,
        String node,
        int cpus,
        long memoryBytes,
        List<Storage> storages,
        List<String> bridges,
        List<String> warnings) {
    public HostProbe {
        storages = List.copyOf(storages);
        bridges = List.copyOf(bridges);
        warnings = List.copyOf(warnings);
    }
}
