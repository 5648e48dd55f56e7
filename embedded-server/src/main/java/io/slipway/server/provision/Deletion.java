package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.NewJob;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.NewRun;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;

/** Orders the deletion of VMs of ours. Thread-safe. */
public final class Deletion {
    /** Kind of the jobs that delete VMs. */
    public static final String JOB_KIND = "delete_vm";

    private final Hosts hosts;
    private final Vms vms;
    private final DeletionSql sql;
    private final Engine engine;
    private final Ids ids;
    private final InstantSource clock;

    public Deletion(Database database, Hosts hosts, Vms vms, Engine engine, Ids ids, InstantSource clock) {
        this.hosts = hosts;
        this.vms = vms;
        this.sql = new DeletionSql(database);
        this.engine = engine;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Accepts the deletion of a VM with its disks, its config ISO, its token and its reservations.
     *
     * @param force whether a running VM may be cut off
     * @return the job's id
     * @throws io.slipway.server.base.SlipwayException VM_NOT_FOUND, WRONG_STATE while it is being made, deleted, or runs
     */
    public String submit(Caller caller, String idOrName, boolean force) {
        var vm = vms.require(caller.tenant(), idOrName);
        if (vm.state() == Vm.State.CREATING || vm.state() == Vm.State.FAILED) {
            var what = vm.state() == Vm.State.CREATING ? "is being made" : "could not be taken back completely";
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The VM " + vm.name() + " " + what + ".",
                            "Take it back with `slipway job cancel "
                                    + vm.jobId().orElse("") + "`, or wait for its end.")
                    .exception();
        }
        var host = hosts.require(caller.tenant(), vm.hostId());
        hosts.trust().refusal(host).ifPresent(why -> {
            throw why.exception();
        });
        var vmid = vm.nativeId().map(Integer::parseInt).map(OptionalInt::of).orElse(OptionalInt.empty());
        if (!force && vmid.isPresent()) {
            refuseRunning(host, vm, vmid.getAsInt());
        }
        var run = vm.runId().orElseThrow();
        var removal = new VmRemoval(vm.hostId(), vm.id(), vm.name(), vmid, run, sql.volume(run));
        var jobId = ids.next();
        var fields =
                Json.object().put("vm_id", vm.id()).put("vm_name", vm.name()).put("host_name", host.name());
        vm.nativeId().ifPresent(id -> fields.put("native_id", id));
        var newRun = new NewRun(
                ids.next(), caller.tenant(), jobId, Plans.VM_DELETE, vm.name(), removal.toJson(), Plans.delete());
        sql.store(
                new NewJob(jobId, caller, JOB_KIND, Optional.of(vm.hostId()), fields),
                newRun,
                vm.id(),
                clock.instant());
        engine.poke();
        return jobId;
    }

    private void refuseRunning(Host host, Vm vm, int vmid) {
        var running = hosts.hypervisor(host)
                .inspect(new VmId(vmid))
                .filter(detail -> detail.running())
                .isPresent();
        if (running) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The VM " + vm.name() + " is running.",
                            "Shut it down first, or delete it with --force.")
                    .exception();
        }
    }
}
