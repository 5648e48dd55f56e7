package io.slipway.server.provision;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Machine;
import io.slipway.server.hypervisor.Right;
import io.slipway.server.hypervisor.RightsReport;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.hypervisor.Template;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Holds an order against what a host has. Pure. */
final class HostCheck {
    private static final long GIB = 1L << 30;
    /** Room that a config ISO never exceeds: profiles are small, the largest part is a playbook of 64 KiB. */
    private static final long ISO_ROOM = 4L << 20;

    private HostCheck() {}

    /**
     * The template an order means, by id, name or mapped name.
     *
     * @throws io.slipway.server.base.SlipwayException TEMPLATE_NOT_FOUND listing the choices, or BAD_REQUEST when a name fits
     *     several
     */
    static Template template(List<Template> templates, String wanted, String host) {
        var fitting = templates.stream()
                .filter(template -> template.id().toString().equals(wanted)
                        || template.name().equals(wanted))
                .toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        var choices = templates.stream()
                .map(template -> template.id() + " " + template.name())
                .collect(Collectors.joining(", "));
        if (fitting.isEmpty()) {
            throw Problem.of(
                            ProblemCode.TEMPLATE_NOT_FOUND,
                            "The host " + host + " has no template " + wanted + "."
                                    + (choices.isEmpty() ? " It has none at all." : " It has: " + choices + "."))
                    .with("choices", choices)
                    .exception();
        }
        throw Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "Several templates are named " + wanted + ": " + choices + ".",
                        "Name the template by its id.")
                .exception();
    }

    /**
     * What our sign-in may do, before anything is tried.
     *
     * @return warnings
     * @throws io.slipway.server.base.SlipwayException HOST_RIGHTS_MISSING naming each right the order cannot do without
     */
    static List<String> rights(RightsReport report, ProvisionOrder order, String host) {
        var missing = new ArrayList<>(report.missing());
        if (order.pressAnyKey().orElse(false)) {
            missing.addAll(report.missing(Right.Need.KEYS));
        }
        if (!order.postCommands().isEmpty()) {
            missing.addAll(report.missing(Right.Need.GUEST_COMMANDS));
        }
        if (!missing.isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_RIGHTS_MISSING,
                            "On the host " + host + ", " + report.signedInAs() + " may not "
                                    + missing.stream()
                                            .map(right -> right.purpose() + " (" + right.name() + ")")
                                            .collect(Collectors.joining("; "))
                                    + ".",
                            "Look at `slipway host rights " + host + "`, which shows how to grant each.")
                    .with("missing", missing.stream().map(Right::name).collect(Collectors.joining(", ")))
                    .exception();
        }
        return report.missing(Right.Need.ADDRESSES).stream()
                .map(right -> "Without the right " + right.name()
                        + " an address is known only when the VM reports it itself.")
                .toList();
    }

    /**
     * Whether the host's range has an id for each VM; ids that our sign-in does not see are found to be taken later.
     *
     * @throws io.slipway.server.base.SlipwayException RESOURCE_LIMIT
     */
    static void ids(Host host, List<Machine> machines, ProvisionOrder order) {
        var limits = host.limits();
        int first = Math.max(limits.firstVmId(), order.minVmId().orElse(0));
        long taken = machines.stream()
                .map(Machine::id)
                .filter(id -> id.value() >= first && id.value() <= limits.lastVmId())
                .distinct()
                .count();
        long free = Math.max(0, limits.lastVmId() - (long) first + 1 - taken);
        if (free < order.total()) {
            throw new Problem(
                            ProblemCode.RESOURCE_LIMIT,
                            "Of the ids from " + first + " to " + limits.lastVmId() + " that Slipway may use on "
                                    + host.name() + ", " + free + " are free; the order needs " + order.total() + ".",
                            "Widen the range of ids on the host's page or with `slipway host limits`.",
                            Map.of(),
                            List.of(new FieldError("/host", "has too few ids for this order")))
                    .exception();
        }
    }

    /** @throws io.slipway.server.base.SlipwayException VM_NAME_TAKEN naming the first and how many */
    static void names(List<Machine> machines, List<String> names) {
        Map<String, Machine> byName = machines.stream()
                .filter(machine -> !machine.name().isEmpty())
                .collect(Collectors.toMap(
                        machine -> machine.name().toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));
        for (var name : names) {
            var taken = byName.get(name.toLowerCase(Locale.ROOT));
            if (taken != null) {
                throw Problem.of(
                                ProblemCode.VM_NAME_TAKEN,
                                "The host already has a VM named " + name + ", with the id " + taken.id() + ".")
                        .with("vmid", taken.id())
                        .exception();
            }
        }
    }

    /**
     * The storage for config ISOs: the named one, or the one with most free space.
     *
     * @throws io.slipway.server.base.SlipwayException STORAGE_UNSUITABLE, STORAGE_FULL
     */
    static Storage isoStorage(HostProbe probe, ProvisionOrder order) {
        var able = probe.storages().stream()
                .filter(storage -> storage.active() && storage.content().contains("iso"))
                .sorted(Comparator.comparingLong(Storage::availableBytes)
                        .reversed()
                        .thenComparing(Storage::name))
                .toList();
        var names = able.stream().map(Storage::name).collect(Collectors.joining(", "));
        var chosen = order.isoStorage().isEmpty()
                ? able.stream().findFirst()
                : able.stream()
                        .filter(storage ->
                                storage.name().equals(order.isoStorage().get()))
                        .findFirst();
        var storage = chosen.orElseThrow(() -> Problem.of(
                        ProblemCode.STORAGE_UNSUITABLE,
                        order.isoStorage()
                                        .map(name -> "The storage " + name
                                                + " does not exist here, is not active or takes no ISO images.")
                                        .orElse("No active storage of the host takes ISO images.")
                                + (names.isEmpty() ? "" : " These do: " + names + "."))
                .exception());
        if (storage.availableBytes() < ISO_ROOM) {
            throw full(storage, "a config ISO");
        }
        return storage;
    }

    private static RuntimeException full(Storage storage, String forWhat) {
        return Problem.of(
                        ProblemCode.STORAGE_FULL,
                        "The storage " + storage.name() + " has " + (storage.availableBytes() >> 20)
                                + " MiB free, too little for " + forWhat + ".")
                .with("storage", storage.name())
                .exception();
    }

    /**
     * Processors, memory and disks.
     *
     * @return warnings
     * @throws io.slipway.server.base.SlipwayException RESOURCE_LIMIT, DISK_SHRINK, STORAGE_UNSUITABLE, STORAGE_FULL
     */
    static List<String> resources(HostProbe probe, Template template, ProvisionOrder order) {
        if (order.cores().orElse(0) > probe.cpus()) {
            throw Problem.of(
                            ProblemCode.RESOURCE_LIMIT,
                            "The host has " + probe.cpus() + " processors; the order wants "
                                    + order.cores().getAsInt() + " for one VM.")
                    .exception();
        }
        long memory = (long) order.memoryMiB().orElse(template.memoryMiB()) << 20;
        if (memory > probe.memoryBytes()) {
            throw Problem.of(
                            ProblemCode.RESOURCE_LIMIT,
                            "The host has " + (probe.memoryBytes() >> 20) + " MiB of memory; one VM wants "
                                    + (memory >> 20) + " MiB.")
                    .exception();
        }
        if (order.diskGiB().isPresent() && order.diskGiB().getAsInt() < template.diskGiB()) {
            throw Problem.of(
                            ProblemCode.DISK_SHRINK,
                            "The template's disk has " + template.diskGiB() + " GiB; the order wants "
                                    + order.diskGiB().getAsInt() + " GiB.")
                    .exception();
        }
        var warnings = new ArrayList<String>(template.warnings());
        if (memory * order.total() > probe.memoryBytes()) {
            warnings.add("The VMs together get more memory than the host has.");
        }
        diskRoom(probe, template, order, warnings);
        if (order.bridge().isPresent()
                && !probe.bridges().isEmpty()
                && !probe.bridges().contains(order.bridge().get())) {
            throw Problem.of(
                            ProblemCode.UNPROCESSABLE,
                            "The host has no bridge " + order.bridge().get() + ". It has: "
                                    + String.join(", ", probe.bridges()) + ".",
                            List.of(new FieldError("/bridge", "must be a bridge of the host")))
                    .exception();
        }
        return warnings;
    }

    private static void diskRoom(HostProbe probe, Template template, ProvisionOrder order, List<String> warnings) {
        if (order.diskStorage().isEmpty()) {
            return;
        }
        var name = order.diskStorage().get();
        var storage = probe.storages().stream()
                .filter(candidate -> candidate.name().equals(name))
                .filter(candidate -> candidate.active() && candidate.content().contains("images"))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.STORAGE_UNSUITABLE,
                                "The storage " + name + " does not exist here, is not active or takes no disks.",
                                "Choose a storage that is active and accepts disk images.")
                        .exception());
        long each = order.diskGiB().orElse(template.diskGiB()) * GIB;
        if (storage.availableBytes() < each) {
            throw full(storage, "one disk of " + each / GIB + " GiB");
        }
        if (storage.availableBytes() < each * order.total()) {
            warnings.add("The storage " + name
                    + " is smaller than all ordered disks together; it lasts only while they are thin.");
        }
    }
}
