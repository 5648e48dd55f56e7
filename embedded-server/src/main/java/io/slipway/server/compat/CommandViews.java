package io.slipway.server.compat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.compat.CommandView.Progress;
import io.slipway.server.compat.CommandView.Result;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.inventory.Vm;
import io.slipway.server.inventory.Vms;
import io.slipway.server.job.Job;
import io.slipway.server.job.Jobs;
import io.slipway.server.provision.Provisioning;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Jobs seen as commands of document 004. Thread-safe. */
public final class CommandViews {
    private final Jobs jobs;
    private final Vms vms;
    private final Hosts hosts;

    public CommandViews(Jobs jobs, Vms vms, Hosts hosts) {
        this.jobs = jobs;
        this.vms = vms;
        this.hosts = hosts;
    }

    /**
     * A command of the caller; administrators see all of the tenant (requirements B.4).
     *
     * @throws io.slipway.server.base.SlipwayException COMMAND_NOT_FOUND
     */
    public CommandView require(Caller caller, String commandId) {
        var job = jobs.find(caller.tenant(), commandId)
                .filter(found -> found.kind().equals(Provisioning.JOB_KIND))
                .filter(found ->
                        caller.role() == Caller.Role.ADMIN || found.userId().equals(caller.userId()))
                .orElseThrow(() -> Problem.of(ProblemCode.COMMAND_NOT_FOUND, "There is no command " + commandId + ".")
                        .exception());
        var runs = jobs.runs(caller.tenant(), job.id());
        return view(caller, job, runs.getLast());
    }

    private CommandView view(Caller caller, Job job, RunView run) {
        var stages = new RunStages(run);
        var progress = new Progress(
                stages.current(), stages.percent(), stages.current().message(run.subject()));
        return switch (job.state()) {
            case QUEUED -> new CommandView("queued", Optional.of(progress), Optional.empty(), Optional.empty());
            case RUNNING -> new CommandView("running", Optional.of(progress), Optional.empty(), Optional.empty());
            case SUCCEEDED ->
                new CommandView(
                        "completed", Optional.of(progress), result(caller, job, run, "completed"), Optional.empty());
            case PARTIAL, FAILED, CANCELLED ->
                stages.keptVm()
                        ? new CommandView(
                                "completed",
                                Optional.of(progress),
                                result(caller, job, run, "partial"),
                                Optional.empty())
                        : new CommandView(
                                "failed", Optional.of(progress), Optional.empty(), Optional.of(why(job, run)));
        };
    }

    private static Problem why(Job job, RunView run) {
        return run.problem()
                .or(job::problem)
                .orElseGet(() -> run.state() == RunState.CANCELLED
                        ? Problem.of(ProblemCode.CANCELLED, "The command was cancelled and taken back.")
                        : Problem.of(ProblemCode.INTERNAL_ERROR, "The command failed; its log has the reason."));
    }

    private Optional<Result> result(Caller caller, Job job, RunView run, String status) {
        var uuid = run.input().path("vmUuid").asString("");
        var vm = vms.list(caller.tenant()).stream()
                .filter(known -> known.id().equals(uuid))
                .findFirst();
        var host = job.hostId().flatMap(id -> hosts.list(caller.tenant()).stream()
                .filter(known -> known.id().equals(id))
                .findFirst());
        var warnings = new ArrayList<String>();
        job.fields().path("warnings").forEach(text -> warnings.add(text.asString()));
        if (status.equals("partial")) {
            var problem = why(job, run);
            warnings.add(problem.detail() + " " + problem.nextStep());
        }
        return Optional.of(new Result(
                vm.flatMap(Vm::nativeId).orElse(""),
                host.map(Host::id).orElse(""),
                host.map(Host::node).orElse(""),
                vm.flatMap(known -> known.addresses().stream().findFirst()),
                run.subject(),
                status,
                new RunStages(run).completed(),
                List.copyOf(warnings)));
    }
}
