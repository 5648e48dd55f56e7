package io.slipway.server.web.ui.vms;

import io.slipway.server.host.HostSight;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Job;
import io.slipway.server.proof.VmProof;
import io.slipway.server.provision.PowerAction;
import io.slipway.server.provision.PowerControl;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a VM's power without asking its host: the last look at the host, or a change of ours that came after it.
 *
 * @param running whether it had power
 * @param at when that was so
 */
record VmPower(boolean running, Instant at) {
    /** @param jobs about this VM, newest first */
    static Optional<VmPower> of(Vm vm, Optional<HostSight> sight, List<Job> jobs) {
        var seen = sight.flatMap(look -> number(vm).flatMap(look::running).map(on -> new VmPower(on, look.at())));
        var changed = jobs.stream()
                .filter(job -> job.kind().equals(PowerControl.JOB_KIND) && job.state() == Job.State.SUCCEEDED)
                .flatMap(job -> changed(job).stream())
                .findFirst();
        return changed.filter(change ->
                        seen.isEmpty() || change.at().isAfter(seen.get().at()))
                .or(() -> seen);
    }

    private static Optional<VmId> number(Vm vm) {
        return vm.nativeId().flatMap(VmProof::number).map(VmId::new);
    }

    private static Optional<VmPower> changed(Job job) {
        return PowerAction.find(job.fields().path("action").asString("")).flatMap(action -> job.endedAt()
                .map(at -> new VmPower(action == PowerAction.START || action == PowerAction.RESET, at)));
    }

    /** Whether an action makes sense as far as one knows; the host decides. */
    static boolean allows(Optional<VmPower> known, PowerAction action) {
        return known.isEmpty() || known.get().running() != (action == PowerAction.START);
    }
}
