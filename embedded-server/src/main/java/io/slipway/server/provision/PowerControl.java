package io.slipway.server.provision;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.NewJob;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.Engine;
import io.slipway.server.workflow.NewRun;
import java.time.InstantSource;
import java.util.Optional;

/** Orders changes of power for VMs of ours. Thread-safe. */
public final class PowerControl {
    /** Kind of the jobs that change power. */
    public static final String JOB_KIND = "power_vm";

    private final Hosts hosts;
    private final Vms vms;
    private final PowerControlSql sql;
    private final Engine engine;
    private final Ids ids;
    private final InstantSource clock;

    public PowerControl(Database database, Hosts hosts, Vms vms, Engine engine, Ids ids, InstantSource clock) {
        this.hosts = hosts;
        this.vms = vms;
        this.sql = new PowerControlSql(database);
        this.engine = engine;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Accepts a change of power. The host is asked first, so that what cannot be done is refused at once.
     *
     * @return the job's id
     * @throws io.slipway.server.base.SlipwayException VM_NOT_FOUND also when the host has it no more, WRONG_STATE when it is off
     *     or runs already, is made or deleted, or changes its power now; FOREIGN_OBJECT; what the host's failure was
     */
    public String submit(Caller caller, String idOrName, PowerAction action) {
        var vm = vms.require(caller.tenant(), idOrName);
        if (vm.state() != Vm.State.PRESENT
                || vm.nativeId().isEmpty()
                || vm.runId().isEmpty()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The VM " + vm.name() + " is being made or deleted, or was not finished.",
                            "Wait for the end of its job.")
                    .exception();
        }
        var host = hosts.require(caller.tenant(), vm.hostId());
        var order = new PowerOrder(
                host.id(),
                vm.id(),
                vm.name(),
                Integer.parseInt(vm.nativeId().get()),
                vm.runId().get(),
                action.word());
        requireFits(host, order, action);
        var jobId = ids.next();
        var fields = Json.object()
                .put("vm_id", vm.id())
                .put("vm_name", vm.name())
                .put("host_name", host.name())
                .put("action", action.word());
        var run = new NewRun(
                ids.next(), caller.tenant(), jobId, Plans.VM_POWER, vm.name(), order.toJson(), Plans.power(action));
        sql.store(new NewJob(jobId, caller, JOB_KIND, Optional.of(host.id()), fields), run, vm.id(), clock.instant());
        engine.poke();
        return jobId;
    }

    private void requireFits(Host host, PowerOrder order, PowerAction action) {
        var found = hosts.hypervisor(host).inspect(new VmId(order.vmId())).orElseThrow(() -> Problem.of(
                        ProblemCode.VM_NOT_FOUND, "The host " + host.name() + " has no VM " + order.name() + ".")
                .exception());
        if (!found.marker().equals(Optional.of(new RunMarker(order.madeByRun())))) {
            throw Problem.of(
                            ProblemCode.FOREIGN_OBJECT,
                            "The VM " + order.vmId() + " on " + host.name() + " is not the one Slipway made.")
                    .exception();
        }
        if (found.running() != action.needsRunning()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The VM " + order.name() + (found.running() ? " is running." : " is off."),
                            found.running() ? "There is nothing to start." : "Start it first.")
                    .exception();
        }
    }
}
