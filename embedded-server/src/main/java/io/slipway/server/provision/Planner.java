package io.slipway.server.provision;

import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.ChoiceMaker;
import io.slipway.server.answer.Choices;
import io.slipway.server.answer.Seed;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.answer.VmIdentity;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.host.Host;
import io.slipway.server.host.Hosts;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.profile.BoundProfiles.Filled;
import io.slipway.server.profile.BoundProfiles.Used;
import io.slipway.server.profile.Firmware;
import io.slipway.server.profile.LinuxProfile;
import io.slipway.server.profile.ProfileCodec;
import io.slipway.server.profile.ProfileDocument;
import io.slipway.server.profile.WindowsProfile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Checks an order completely before anything exists: host, template, names, addresses, storage, profile, and a trial
 * rendering of every VM's files. Thread-safe.
 */
public final class Planner {
    private static final int USUAL_TIMEOUT_MINUTES = 120;

    private final Hosts hosts;
    private final ProfileCatalog profiles;
    private final ProvisionRows rows;
    private final ConfigDisc disc;
    private final Ids ids;
    private final RandomGenerator random;

    Planner(
            Hosts hosts,
            ProfileCatalog profiles,
            ProvisionRows rows,
            ConfigDisc disc,
            Ids ids,
            RandomGenerator random) {
        this.hosts = hosts;
        this.profiles = profiles;
        this.rows = rows;
        this.disc = disc;
        this.ids = ids;
        this.random = random;
    }

    /** The plan of an order, or the first reason against it. Changes nothing. */
    OrderPlan plan(Caller caller, ProvisionOrder order) {
        var host = hosts.require(caller.tenant(), order.host());
        var filled = profile(caller, order);
        var profile = filled.map(Filled::document);
        var windows = profile.filter(document -> document.profile() instanceof WindowsProfile)
                .isPresent();
        // The names need no host: a typing mistake shall not wait for a connection.
        var names = NamePattern.names(order, windows);
        var candidates = candidates(order);
        var probe = hosts.recent(host);
        var rights = HostCheck.rights(hosts.recentRights(host), order, host.name());
        var hypervisor = hosts.hypervisor(host);
        var wanted = rows.mappedTemplate(caller.tenant(), host.id(), order.template())
                .orElse(order.template());
        var template = HostCheck.template(hypervisor.templates(), wanted, host.name());
        var warnings = new ArrayList<>(HostCheck.resources(probe, template, order));
        warnings.addAll(rights);
        profile.ifPresent(document -> document.warnings().forEach(warning -> warnings.add(warning.message())));
        var kind = kind(order, profile, template);
        refuseIdle(order, kind, host);
        if (kind.isEmpty() && !candidates.isEmpty()) {
            throw unprocessable("Without a profile nothing carries the static addresses into the guests.");
        }
        var machines = hypervisor.machines();
        HostCheck.ids(host, machines, order);
        HostCheck.names(machines, names);
        rows.refuseTakenNames(caller.tenant(), host.id(), names);
        var isoStorage = HostCheck.isoStorage(probe, order);
        var addresses = addresses(caller, order, candidates, names.size());
        var vms = new ArrayList<VmPlan>();
        var macs = new HashSet<String>();
        for (int i = 0; i < names.size(); i++) {
            vms.add(vm(
                    caller,
                    order,
                    host.id(),
                    template,
                    profile,
                    kind,
                    isoStorage.name(),
                    names.get(i),
                    i + 1,
                    addresses,
                    macs));
        }
        var playbook = playbook(caller, order);
        var plan = new OrderPlan(planKind(order, kind), host, template, profile, used(filled), playbook, vms, warnings);
        return trial(plan, order);
    }

    /** What is asked and could not take effect. */
    private static void refuseIdle(ProvisionOrder order, Optional<AnswerKind> kind, Host host) {
        if (!order.fullClone().orElse(true) && order.diskStorage().isPresent()) {
            throw unprocessable("A linked clone stays on the template's storage, so a disk storage cannot be chosen.");
        }
        if (order.minVmId().orElse(0) > host.limits().lastVmId()) {
            throw unprocessable("The lowest id lies above the ids that Slipway may take on this host, the last being "
                    + host.limits().lastVmId() + ".");
        }
        if (order.postCommands().stream().anyMatch(List::isEmpty)) {
            throw unprocessable("A command for the guest needs a program.");
        }
        if (!order.postCommands().isEmpty() && planKind(order, kind).equals(Plans.WINDOWS_INSTALL)) {
            throw unprocessable("The plan windows-install runs no commands in the guest; put them into the playbook.");
        }
        if (kind.isEmpty()
                && (order.playbook().isPresent() || order.xmlOverride().isPresent())) {
            throw unprocessable("Without a profile nothing carries a playbook or an answer file into the guest.");
        }
    }

    private static RuntimeException unprocessable(String detail) {
        return Problem.of(ProblemCode.UNPROCESSABLE, detail).exception();
    }

    private static List<Used> used(Optional<Filled> profile) {
        return profile.map(Filled::used).orElse(List.of());
    }

    private Optional<Filled> profile(Caller caller, ProvisionOrder order) {
        if (order.profileConfig().isPresent()) {
            return Optional.of(
                    Filled.plain(ProfileCodec.parse(order.profileConfig().get())));
        }
        if (order.profile().isPresent()) {
            return Optional.of(profiles.profile(caller, order.profile().get()));
        }
        return order.plan().filter("template-clone"::equals).isPresent()
                ? Optional.empty()
                : Optional.of(profiles.defaultProfile(caller).orElseThrow(() -> Problem.of(
                                ProblemCode.PROFILE_SOURCE_REQUIRED,
                                "The order names no profile and there is no default one.")
                        .exception()));
    }

    private Optional<String> playbook(Caller caller, ProvisionOrder order) {
        return order.playbook().isPresent()
                ? Optional.of(profiles.playbook(caller, order.playbook().get()))
                : profiles.defaultPlaybook(caller);
    }

    private static List<StaticIpv4> candidates(ProvisionOrder order) {
        return order.network()
                .filter(network -> !network.dhcp())
                .map(NetworkOrder::candidates)
                .orElse(List.of());
    }

    private List<StaticIpv4> addresses(Caller caller, ProvisionOrder order, List<StaticIpv4> candidates, int needed) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        boolean listed = !order.network().orElseThrow().addresses().isEmpty();
        if (listed && candidates.size() != needed) {
            throw Problem.of(
                            ProblemCode.INVALID_ADDRESS,
                            "The order has " + needed + " VMs and " + candidates.size() + " addresses.",
                            "Give one address per VM, or a range.")
                    .exception();
        }
        Set<String> used = rows.usedAddresses(caller.tenant(), network(order));
        var free = new ArrayList<StaticIpv4>();
        for (var candidate : candidates) {
            boolean taken = !used.add(candidate.address());
            if (taken && listed) {
                throw Problem.of(
                                ProblemCode.ADDRESS_TAKEN,
                                "The address " + candidate.address()
                                        + " is in use by another VM of Slipway or twice in the order.")
                        .exception();
            }
            if (!taken && free.size() < needed) {
                free.add(candidate);
            }
        }
        if (free.size() < needed) {
            throw Problem.of(
                            ProblemCode.ADDRESS_POOL_EXHAUSTED,
                            "The order needs " + needed + " addresses; the pool has " + free.size() + " free ones.")
                    .exception();
        }
        return free;
    }

    /** Addresses are unique per bridge and VLAN. */
    static String network(ProvisionOrder order) {
        return order.bridge().orElse("default") + "." + order.vlan().orElse(0);
    }

    private static Optional<AnswerKind> kind(
            ProvisionOrder order, Optional<ProfileDocument> profile, Template template) {
        if (profile.isEmpty()) {
            return Optional.empty();
        }
        boolean windowsTemplate = template.family() == Template.Family.WINDOWS;
        return switch (profile.get().profile()) {
            case WindowsProfile windows -> {
                if (!windowsTemplate) {
                    throw unprocessable("The profile is for Windows, but the template " + template.name() + " is not.");
                }
                yield Optional.of(
                        order.plan().filter("template-clone"::equals).isPresent()
                                ? AnswerKind.UNATTEND_CLONE
                                : AnswerKind.AUTOUNATTEND);
            }
            case LinuxProfile linux -> {
                if (windowsTemplate) {
                    throw unprocessable(
                            "The profile is for Linux, but the template " + template.name() + " is Windows.");
                }
                yield Optional.of(AnswerKind.NOCLOUD);
            }
        };
    }

    private static String planKind(ProvisionOrder order, Optional<AnswerKind> kind) {
        var natural =
                kind.filter(AnswerKind.AUTOUNATTEND::equals).isPresent() ? Plans.WINDOWS_INSTALL : Plans.TEMPLATE_CLONE;
        var asked = order.plan().orElse(natural);
        if (!asked.equals(Plans.WINDOWS_INSTALL) && !asked.equals(Plans.TEMPLATE_CLONE)) {
            throw unprocessable("There is no plan " + asked + "; choose windows-install or template-clone.");
        }
        if (asked.equals(Plans.WINDOWS_INSTALL) && !natural.equals(Plans.WINDOWS_INSTALL)) {
            throw unprocessable("The plan windows-install needs a Windows profile and a Windows template.");
        }
        return asked;
    }

    private VmPlan vm(
            Caller caller,
            ProvisionOrder order,
            String hostId,
            Template template,
            Optional<ProfileDocument> profile,
            Optional<AnswerKind> kind,
            String isoStorage,
            String name,
            int sequence,
            List<StaticIpv4> addresses,
            Set<String> macs) {
        var uuid = ids.next();
        var mac = mac(macs);
        var address = addresses.isEmpty() ? Optional.<StaticIpv4>empty() : Optional.of(addresses.get(sequence - 1));
        int number = sequence + order.firstNumber().orElse(1) - 1;
        var identity = VmPlan.identity(uuid, name, mac, number, address);
        return new VmPlan(
                caller.userId(),
                hostId,
                uuid,
                name,
                mac,
                number,
                address,
                network(order),
                template.id().value(),
                order.fullClone().orElse(true),
                order.diskStorage(),
                isoStorage,
                order.cores(),
                order.memoryMiB(),
                order.diskGiB(),
                order.bridge(),
                order.vlan(),
                kind,
                template.firmware() == Template.Firmware.UEFI ? Firmware.UEFI : Firmware.BIOS,
                profile.map(document -> choices(document, identity)),
                order.pressAnyKey().orElse(false),
                order.postCommands().size(),
                order.guestTimeoutMinutes().orElse(USUAL_TIMEOUT_MINUTES),
                order.minVmId());
    }

    private static Choices choices(ProfileDocument document, VmIdentity identity) {
        return ChoiceMaker.choose(document, identity, Seed.of(document.revision(), identity.vmUuid()));
    }

    /** Proxmox' own prefix, so that the card looks like what it is. Unique among our VMs. */
    private String mac(Set<String> macs) {
        while (true) {
            int tail = random.nextInt(1 << 24);
            var mac = String.format(Locale.ROOT, "BC:24:11:%02X:%02X:%02X", tail >> 16, tail >> 8 & 255, tail & 255);
            if (macs.add(mac) && !rows.macTaken(mac)) {
                return mac;
            }
        }
    }

    /** Renders every VM's files with stand-in secrets: what the checks of the answer files refuse is refused now. */
    private OrderPlan trial(OrderPlan plan, ProvisionOrder order) {
        if (plan.profile().isEmpty()) {
            return plan;
        }
        var warnings = new ArrayList<>(plan.warnings());
        for (var vm : plan.vms()) {
            for (var warning : disc.trial(plan.profile().get(), vm, plan.playbook(), order.xmlOverride())) {
                if (!warnings.contains(warning)) {
                    warnings.add(warning);
                }
            }
        }
        return new OrderPlan(
                plan.planKind(),
                plan.host(),
                plan.template(),
                plan.profile(),
                plan.secrets(),
                plan.playbook(),
                plan.vms(),
                warnings);
    }
}
