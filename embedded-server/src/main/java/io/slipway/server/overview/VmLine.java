package io.slipway.server.overview;

import io.slipway.server.base.TenantId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.Jobs;
import io.slipway.server.job.RunGlance;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A VM in a list.
 *
 * @param run what goes on with it, or how it was left
 * @param profile as it was ordered
 */
public record VmLine(Vm vm, Optional<RunGlance> run, Optional<String> profile) {
    /** All VMs that are not gone, by name; asks no host. */
    public static List<VmLine> list(Vms vms, Jobs jobs, TenantId tenant, Instant now) {
        var board = jobs.board();
        return of(vms.list(tenant), board.underWay(tenant), board.failed(tenant, now), board.profiles(tenant));
    }

    /**
     * The same from what was read already.
     *
     * @param profiles by the run that made the VM
     */
    public static List<VmLine> of(
            List<Vm> vms, List<RunGlance> working, List<RunGlance> failed, Map<String, String> profiles) {
        var left = new HashMap<String, RunGlance>();
        failed.forEach(run -> left.put(run.jobId() + run.subject(), run));
        var underWay = new HashMap<String, RunGlance>();
        working.forEach(run -> run.hostId().ifPresent(host -> underWay.put(host + run.subject(), run)));
        return vms.stream()
                .map(vm -> new VmLine(
                        vm,
                        Optional.ofNullable(underWay.get(vm.hostId() + vm.name()))
                                .or(() -> vm.jobId().map(job -> left.get(job + vm.name()))),
                        vm.runId().map(profiles::get)))
                .toList();
    }

    /** The same with the profile it was ordered with, where that is known by its run. */
    public VmLine profiled(Map<String, String> profiles) {
        return new VmLine(vm, run, vm.runId().map(profiles::get));
    }

    /** Whether the words, in lower case, are part of what one knows of the VM. */
    public boolean fits(String words) {
        return fits(vm.name(), words)
                || fits(vm.hostName(), words)
                || fits(vm.id(), words)
                || vm.nativeId().filter(known -> fits(known, words)).isPresent()
                || profile.filter(known -> fits(known, words)).isPresent()
                // Read only where it can be there: no character of an address is written in another way in JSON.
                || fits(vm.addressesJson(), words) && vm.addresses().stream().anyMatch(known -> fits(known, words));
    }

    private static boolean fits(String known, String words) {
        return known.toLowerCase(Locale.ROOT).contains(words);
    }
}
