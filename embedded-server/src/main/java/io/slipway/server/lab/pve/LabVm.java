package io.slipway.server.lab.pve;

import java.util.Map;
import java.util.TreeMap;

/**
 * What the laboratory knows about a machine, for assertions.
 *
 * @param status {@code running} or {@code stopped}
 * @param lock the configuration lock, empty when there is none
 * @param pending settings that wait for the next cold start; a deletion is an empty value
 */
public record LabVm(
        int vmid,
        String name,
        String node,
        boolean template,
        String status,
        String lock,
        Map<String, String> conf,
        Map<String, String> pending) {
    public LabVm {
        conf = Map.copyOf(conf);
        pending = Map.copyOf(pending);
    }

    static LabVm of(Vm vm) {
        var pending = new TreeMap<>(vm.pending);
        vm.pendingDelete.forEach(key -> pending.put(key, ""));
        return new LabVm(
                vm.vmid,
                vm.conf.getOrDefault("name", ""),
                vm.node,
                vm.isTemplate(),
                vm.isRunning() ? "running" : "stopped",
                vm.conf.getOrDefault("lock", ""),
                vm.conf,
                pending);
    }
}
