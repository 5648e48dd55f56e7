package io.slipway.server.provision;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.CloneOrder;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;
import java.util.Optional;

/** Makes the VM itself: id, clone, settings, power; and takes it back. */
final class CloneSteps {
    private static final int MOST_IDS_TRIED = 50;
    private static final int MOST_KEY_PRESSES = 20;

    private final StepParts parts;
    private final StepRowsSql rows;

    CloneSteps(StepParts parts, StepRowsSql rows) {
        this.parts = parts;
        this.rows = rows;
    }

    /** Takes an id from our ledger that the host says is free. The host reserves nothing, so the clone may still refuse it. */
    Outcome reserve(StepContext context) {
        var vm = StepParts.vm(context);
        var id = takeId(context, vm);
        return Outcome.done(Json.object().put("vmid", id.value()));
    }

    private VmId takeId(StepContext context, VmPlan vm) {
        var host = parts.hosts().require(context.tenant(), vm.hostId());
        var hypervisor = parts.hosts().hypervisor(host);
        var held = rows.heldId(vm.hostId(), context.runId());
        if (held.isPresent()) {
            return held.get();
        }
        int first = Math.max(host.limits().firstVmId(), vm.minVmId().orElse(0));
        // The ledger remembers what was refused, so this ends when the range is used up.
        while (!context.cancelled()) {
            var id = rows.reserveId(
                    vm.hostId(), context.runId(), first, host.limits().lastVmId(), context.now());
            if (id.isEmpty()) {
                break;
            }
            if (hypervisor.isFree(id.get())) {
                return id.get();
            }
            rows.refuseId(vm.hostId(), context.runId(), id.get());
        }
        if (context.cancelled()) {
            throw Problem.of(ProblemCode.CANCELLED, "The operator stopped this.")
                    .exception();
        }
        throw new SlipwayException(Problem.of(
                ProblemCode.RESOURCE_LIMIT,
                "No VM id between " + first + " and " + host.limits().lastVmId() + " is free on " + host.name() + ".",
                "Widen the range of ids on the host's page or with `slipway host limits`."));
    }

    /** The reservations stay when something of the VM may be left: its id, name and address are not free then. */
    Outcome undoReserve(StepContext context) {
        var vm = StepParts.vm(context);
        if (context.cleanUpIncomplete()) {
            rows.keepFailed(context.tenant(), vm.vmUuid(), context.runId());
            context.log("The name, the address and the id stay reserved until the clean-up succeeds.");
            return Outcome.done();
        }
        rows.releaseReservations(context.tenant(), vm, context.runId());
        parts.vault().forgetVm(context.tenant(), vm.vmUuid());
        return Outcome.done();
    }

    Outcome make(StepContext context) {
        var vm = StepParts.vm(context);
        var hypervisor = parts.hypervisor(context, vm.hostId());
        var id = StepParts.vmId(context)
                .orElseGet(() -> new VmId(context.output("reserve").get("vmid").intValue()));
        for (int tried = 0; tried < MOST_IDS_TRIED; tried++) {
            context.journal(Json.object().put("vmid", id.value()));
            if (cloned(context, hypervisor, vm, id)) {
                rows.ownId(vm, context.runId(), id);
                context.log("VM " + id + " is a clone of " + vm.template() + ".");
                return Outcome.done(Json.object().put("vmid", id.value()));
            }
            context.log("The id " + id + " was taken meanwhile; taking the next one.");
            rows.refuseId(vm.hostId(), context.runId(), id);
            id = takeId(context, vm);
        }
        return new Outcome.Fail(Problem.of(ProblemCode.VMID_TAKEN, "Every id that was tried is taken."));
    }

    private static boolean cloned(StepContext context, Hypervisor hypervisor, VmPlan vm, VmId id) {
        var order = new CloneOrder(
                vm.templateId(), id, vm.name(), StepParts.marker(context), vm.fullClone(), vm.diskStorage());
        try {
            hypervisor.cloneTemplate(order, StepParts.log(context));
            return true;
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.VMID_TAKEN) {
                return false;
            }
            throw e;
        }
    }

    Outcome undoMake(StepContext context) {
        var id = StepParts.vmId(context);
        if (id.isEmpty()) {
            return Outcome.done();
        }
        var vm = StepParts.vm(context);
        var uuid = context.journalOf("configure").isPresent() ? Optional.of(vm.vmUuid()) : Optional.<String>empty();
        var hypervisor = parts.hypervisor(context, vm.hostId());
        try {
            hypervisor.destroy(
                    id.get(),
                    StepParts.marker(context),
                    configured(hypervisor, id.get(), vm, uuid),
                    StepParts.log(context));
        } catch (SlipwayException e) {
            // Somebody else's VM under the id we wanted: ours was never made.
            if (e.problem().code() == ProblemCode.FOREIGN_OBJECT
                    && context.outputIfDone("clone").isEmpty()) {
                context.log("VM " + id.get() + " is not ours and stays.");
                return Outcome.done();
            }
            throw e;
        }
        context.log("VM " + id.get() + " is gone.");
        return Outcome.done();
    }

    /** The UUID guards against a reused id, but only once the configuration call really set it. */
    private static Optional<String> configured(Hypervisor hypervisor, VmId id, VmPlan vm, Optional<String> intended) {
        return intended.filter(uuid -> hypervisor
                .inspect(id)
                .flatMap(detail -> detail.smbiosUuid())
                .filter(vm.vmUuid()::equals)
                .isPresent());
    }

    Outcome configure(StepContext context) {
        var vm = StepParts.vm(context);
        var id = StepParts.requireVmId(context);
        context.journal(Json.object().put("smbios_uuid", vm.vmUuid()));
        var media = vm.kind().map(kind -> StepParts.media(context, vm));
        var detail = parts.hypervisor(context, vm.hostId())
                .apply(
                        id,
                        StepParts.marker(context),
                        new VmSettings(
                                vm.cores(),
                                vm.memoryMiB(),
                                vm.diskGiB(),
                                vm.mac(),
                                vm.bridge(),
                                vm.vlan(),
                                vm.vmUuid(),
                                media));
        var output = Json.object().put("cores", detail.cores()).put("memory_mib", detail.memoryMiB());
        media.flatMap(detail::slotOf).ifPresent(slot -> {
            output.put("slot", slot);
            context.log("The config ISO is in drive " + slot + ".");
        });
        return Outcome.done(output);
    }

    Outcome start(StepContext context) {
        var vm = StepParts.vm(context);
        var id = StepParts.requireVmId(context);
        var hypervisor = parts.hypervisor(context, vm.hostId());
        int pressed = context.journal()
                .map(journal -> journal.path("pressed").asInt(0))
                .orElse(0);
        if (pressed == 0) {
            hypervisor.start(id, StepParts.marker(context));
            context.log("VM " + id + " runs.");
        }
        boolean calls =
                parts.reports().firstSeen(context.tenant(), context.runId()).isPresent();
        if (!vm.pressAnyKey() || pressed >= MOST_KEY_PRESSES || calls) {
            return Outcome.done(Json.object().put("key_presses", pressed));
        }
        // The installer's boot loader waits five seconds for a key; we cannot see when.
        hypervisor.sendKey(id, StepParts.marker(context), "ret");
        context.journal(Json.object().put("pressed", pressed + 1));
        return new Outcome.Wait(
                "boot-prompt",
                java.time.Duration.ofSeconds(1),
                Problem.of(ProblemCode.START_FAILED, "The installer's boot prompt could not be answered."));
    }
}
