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
import java.util.Optional;
import java.util.stream.Stream;

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
        var left = new HashMap<String, RunGlance>();
        board.failed(tenant, now).forEach(run -> left.put(run.jobId() + run.subject(), run));
        var underWay = new HashMap<String, RunGlance>();
        board.underWay(tenant).forEach(run -> run.hostId().ifPresent(host -> underWay.put(host + run.subject(), run)));
        var profiles = board.profiles(tenant);
        return vms.list(tenant).stream()
                .map(vm -> new VmLine(
                        vm,
                        Optional.ofNullable(underWay.get(vm.hostId() + vm.name()))
                                .or(() -> vm.jobId().map(job -> left.get(job + vm.name()))),
                        vm.runId().map(profiles::get)))
                .toList();
    }

    /** Whether the words, in lower case, are part of what one knows of the VM. */
    public boolean fits(String words) {
        var known = Stream.of(
                        Stream.of(vm.name(), vm.hostName(), vm.id()),
                        vm.addresses().stream(),
                        vm.nativeId().stream(),
                        profile.stream())
                .flatMap(some -> some);
        return known.anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(words));
    }
}
