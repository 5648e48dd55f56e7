package io.slipway.desktop.watch;

import io.slipway.server.base.TenantId;
import io.slipway.server.health.Warnings;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.Jobs;
import io.slipway.server.vault.Vault;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;

/** Reads the work in hand from the services of a running control plane. Thread-safe. */
public final class WorkReader implements Supplier<Work> {
    private static final int RECENT = 3;

    private final TenantId tenant;
    private final Jobs jobs;
    private final Vms vms;
    private final Vault vault;
    private final Warnings warnings;

    public WorkReader(TenantId tenant, Jobs jobs, Vms vms, Vault vault, Warnings warnings) {
        this.tenant = tenant;
        this.jobs = jobs;
        this.vms = vms;
        this.vault = vault;
        this.warnings = warnings;
    }

    @Override
    public Work get() {
        var all = vms.list(tenant);
        var vmOfRun = new HashMap<String, String>();
        for (var vm : all) {
            vm.runId().ifPresent(run -> vmOfRun.put(run, vm.id()));
        }
        return new Work(
                Work.Server.RUNNING,
                vault.status().state(),
                jobs.pausesNew() ? Work.Intake.PAUSED : Work.Intake.OPEN,
                jobs.open(tenant),
                vmOfRun,
                recent(all),
                warnings.list());
    }

    private static List<RecentVm> recent(List<Vm> all) {
        return all.stream()
                .filter(vm -> vm.state() == Vm.State.PRESENT)
                .sorted(Comparator.comparing(Vm::createdAt)
                        .thenComparing(Vm::id)
                        .reversed())
                .limit(RECENT)
                .map(vm ->
                        new RecentVm(vm.id(), vm.name(), vm.addresses().stream().findFirst()))
                .toList();
    }
}
