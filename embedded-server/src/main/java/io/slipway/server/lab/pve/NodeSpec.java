package io.slipway.server.lab.pve;

import java.util.List;

/** One node of the cluster: only the first answers over SSH, the others own machines and answer or hang by proxy. */
public record NodeSpec(String name, String address, int cpus, long memoryBytes, List<String> bridges, boolean online) {
    public NodeSpec {
        bridges = List.copyOf(bridges);
    }
}
