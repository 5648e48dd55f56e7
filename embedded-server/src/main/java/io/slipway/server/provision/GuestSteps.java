package io.slipway.server.provision;

import io.slipway.server.answer.Choices;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.hypervisor.GuestAddress;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Waiting for the guest, work inside it, and the end of a run. The rows decide; a wake only shortens the wait. */
final class GuestSteps {
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    private static final Duration COMMAND_PATIENCE = Duration.ofMinutes(10);
    private static final String COMPLETED = "completed";
    private static final Pattern STEP_NAME = Pattern.compile("[a-z0-9_-]{1,40}");
    /** How far a guest is when it reports a step, of the way to its completion. Unknown steps do not move the bar. */
    private static final Map<String, Integer> WAY =
            Map.of("windows_installed", 25, "downloader_ready", 45, "app_downloaded", 60, "playbook_running", 80);

    private final StepParts parts;
    private final StepRowsSql rows;

    GuestSteps(StepParts parts, StepRowsSql rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /** Until the VM shows its token for the first time. */
    Outcome awaitGuest(StepContext context) {
        if (parts.reports().firstSeen(context.tenant(), context.runId()).isPresent()) {
            context.log("The guest has called and proved itself.");
            return Outcome.done();
        }
        return new Outcome.Wait(
                "guest",
                LOOK_AGAIN,
                Problem.of(ProblemCode.GUEST_TIMEOUT, "The guest has not called within its time."));
    }

    /** Until the VM says that it is finished, or that it failed. */
    Outcome awaitComplete(StepContext context) {
        var vm = StepParts.vm(context);
        var reports = parts.reports();
        if (reports.has(context.tenant(), vm.vmUuid(), context.runId(), COMPLETED, ProgressStatus.COMPLETED)) {
            context.log("The guest is finished.");
            return Outcome.done();
        }
        var latest = reports.latest(context.tenant(), vm.vmUuid());
        latest.map(event -> WAY.get(event.step())).ifPresent(context::percent);
        var failure = newFailure(context, vm);
        if (failure.isPresent()) {
            var step = failing(failure.get());
            return new Outcome.Fail(
                    Problem.of(ProblemCode.GUEST_FAILED, "The guest reports that its step \"" + step + "\" failed.")
                            .with("step", step));
        }
        return new Outcome.Wait(
                "guest-complete",
                LOOK_AGAIN,
                Problem.of(
                        ProblemCode.GUEST_TIMEOUT,
                        "The guest has not finished within its time; its last word was "
                                + latest.map(event -> event.step() + " "
                                                + event.status().word())
                                        .orElse("nothing")
                                + "."));
    }

    /** The step that failed; a VM's last word names it in its details, which anybody may have written. */
    private static String failing(ProgressEvent failure) {
        var told = failure.details().path("failing_step").asString("");
        return STEP_NAME.matcher(told).matches() ? told : failure.step();
    }

    /**
     * A failure of this run that was not answered by a retry. Attempts count anew after a retry and go on after a crash: that
     * tells whether the failure we journalled made the run fail, or still has to.
     */
    private Optional<ProgressEvent> newFailure(StepContext context, VmPlan vm) {
        var journal = context.journal().orElseGet(Json::object);
        boolean retried = context.attempt() == 1 && journal.has("failed");
        var known = journal.path(retried ? "failed" : "known").asString("");
        if (!known.equals(journal.path("known").asString(""))) {
            context.journal(Json.object().put("known", known));
        }
        var failure = parts.reports()
                .failure(context.tenant(), vm.vmUuid(), context.runId())
                .filter(event -> !event.id().equals(known));
        failure.ifPresent(
                event -> context.journal(Json.object().put("known", known).put("failed", event.id())));
        return failure;
    }

    /** Until the guest agent reports an address on the card we configured. */
    Outcome awaitNetwork(StepContext context) {
        var vm = StepParts.vm(context);
        var found = addresses(context, vm);
        if (!found.isEmpty()) {
            var output = Json.object();
            var list = output.putArray("addresses");
            found.forEach(address -> list.add(address.address()));
            context.log("The guest has the address " + found.getFirst().address() + ".");
            return Outcome.done(output);
        }
        return new Outcome.Wait(
                "network",
                parts.addressPause(),
                Problem.of(
                        ProblemCode.GUEST_TIMEOUT,
                        "The VM runs, but no address was seen within its time.",
                        "Look at the VM's console by hand; then retry the job or clean it up."));
    }

    private List<GuestAddress> addresses(StepContext context, VmPlan vm) {
        return parts.hypervisor(context, vm.hostId()).addresses(StepParts.requireVmId(context)).stream()
                .filter(address -> address.mac().equalsIgnoreCase(vm.mac()))
                .toList();
    }

    /** Runs the order's commands one after the other; none is given twice without the operator's word. */
    Outcome postProvision(StepContext context) {
        var vm = StepParts.vm(context);
        var commands = parts.vault().commands(context.tenant(), context.jobId());
        int next =
                context.journal().map(journal -> journal.path("next").asInt(0)).orElse(0);
        var hypervisor = parts.hypervisor(context, vm.hostId());
        for (int i = next; i < commands.size(); i++) {
            int command = i;
            boolean begun = context.journal()
                    .filter(journal -> journal.path("begun").asInt(-1) == command)
                    .isPresent();
            if (begun && context.attempt() > 1) {
                return new Outcome.Fail(Problem.of(
                        ProblemCode.GUEST_FAILED,
                        "It is not known whether the guest's command " + (i + 1) + " ended, so it is not given twice.",
                        "Look inside the VM; then retry the job to give it again, or clean up."));
            }
            context.journal(Json.object().put("next", i).put("begun", i));
            var result = hypervisor.guestExec(
                    StepParts.requireVmId(context), StepParts.marker(context), commands.get(i), COMMAND_PATIENCE);
            if (result.exitCode() != 0) {
                return new Outcome.Fail(Problem.of(
                                ProblemCode.GUEST_FAILED,
                                "The guest's command " + (i + 1) + " ended with " + result.exitCode() + ".")
                        .with("command", commands.get(i).getFirst()));
            }
            context.journal(Json.object().put("next", i + 1));
            context.log("Command " + (i + 1) + " of " + commands.size() + " in the guest is done.");
        }
        return Outcome.done();
    }

    Outcome close(StepContext context) {
        var vm = StepParts.vm(context);
        var id = StepParts.requireVmId(context);
        var found = addresses(context, vm).stream().map(GuestAddress::address).toList();
        rows.present(context.tenant(), vm, id, found, context.now());
        var names = vm.choices().map(Choices::userNames).orElse(List.of());
        parts.vault().closeRun(context.tenant(), context.runId(), vm.vmUuid(), names);
        var output = Json.object().put("vmid", id.value()).put("name", vm.name());
        var list = output.putArray("addresses");
        found.forEach(list::add);
        return Outcome.done(output);
    }
}
