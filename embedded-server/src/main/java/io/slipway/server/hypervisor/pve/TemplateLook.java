package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateFinding;
import io.slipway.server.hypervisor.TemplateFinding.Topic;
import io.slipway.server.hypervisor.TemplateFinding.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a template's configuration tells about the VMs made from it. What lies on its disk stays unknown: nobody can look there. */
final class TemplateLook {
    private final VmConfig config;
    private final boolean windows;

    TemplateLook(VmConfig config, Template.Family family) {
        this.config = config;
        this.windows = family == Template.Family.WINDOWS;
    }

    List<TemplateFinding> findings() {
        var found = new ArrayList<TemplateFinding>();
        found.add(cdPlace());
        if (windows) {
            cdVisible().ifPresent(found::add);
        }
        cloudInit().ifPresent(found::add);
        found.addAll(agent());
        if (windows) {
            found.add(drivers());
            found.add(TemplateFinding.of(Topic.STALE_ANSWER, Verdict.UNKNOWN));
        }
        tpm().ifPresent(found::add);
        found.add(network());
        if (config.get("protection").filter("1"::equals).isPresent()) {
            found.add(TemplateFinding.of(Topic.PROTECTION, Verdict.ATTENTION));
        }
        return found;
    }

    private TemplateFinding cdPlace() {
        var taken = new TreeSet<String>(config.drives());
        taken.addAll(Disk.bootOrder(config));
        return Slots.free(taken)
                .map(slot -> new TemplateFinding(Topic.CD_PLACE, Verdict.GOOD, slot))
                .orElseGet(() -> TemplateFinding.of(Topic.CD_PLACE, Verdict.BAD));
    }

    private Optional<TemplateFinding> cdVisible() {
        return config.media().keySet().stream()
                .filter(slot -> slot.startsWith("scsi"))
                .findFirst()
                .map(slot -> new TemplateFinding(Topic.CD_VISIBLE, Verdict.ATTENTION, slot));
    }

    private Optional<TemplateFinding> cloudInit() {
        return config.media().entrySet().stream()
                .filter(drive -> drive.getValue().contains("cloudinit"))
                .findFirst()
                .map(drive -> new TemplateFinding(Topic.CLOUD_INIT, Verdict.ATTENTION, drive.getKey()));
    }

    private List<TemplateFinding> agent() {
        var agent = PropertyString.parse(config.get("agent").orElse("0"));
        boolean on =
                agent.get("").or(() -> agent.get("enabled")).filter("1"::equals).isPresent();
        return on
                ? List.of(
                        TemplateFinding.of(Topic.AGENT_SETTING, Verdict.GOOD),
                        TemplateFinding.of(Topic.AGENT_PROGRAM, Verdict.UNKNOWN))
                : List.of(TemplateFinding.of(Topic.AGENT_SETTING, Verdict.ATTENTION));
    }

    /** Windows brings drivers for SATA, IDE and Intel's cards; those for VirtIO must be in the template. */
    private TemplateFinding drivers() {
        var needed = new TreeSet<String>();
        Disk.system(config).map(Disk::slot).filter(this::needsDriver).ifPresent(needed::add);
        config.get("net0").filter(card -> card.startsWith("virtio")).ifPresent(card -> needed.add("net0"));
        return needed.isEmpty()
                ? TemplateFinding.of(Topic.DRIVERS, Verdict.GOOD)
                : new TemplateFinding(
                        Topic.DRIVERS, Verdict.UNKNOWN, needed.stream().collect(Collectors.joining(", ")));
    }

    private boolean needsDriver(String slot) {
        return slot.startsWith("virtio")
                || slot.startsWith("scsi")
                        && config.get("scsihw")
                                .filter(kind -> kind.startsWith("virtio"))
                                .isPresent();
    }

    private Optional<TemplateFinding> tpm() {
        if (config.get("ostype").filter("win11"::equals).isEmpty()) {
            return Optional.empty();
        }
        boolean there = config.get("tpmstate0").isPresent()
                && config.get("bios").filter("ovmf"::equals).isPresent();
        return Optional.of(TemplateFinding.of(Topic.TPM, there ? Verdict.GOOD : Verdict.ATTENTION));
    }

    private TemplateFinding network() {
        return config.get("net0")
                .map(card -> PropertyString.parse(card).get("bridge").orElse(""))
                .map(bridge -> new TemplateFinding(Topic.NETWORK, Verdict.GOOD, bridge))
                .orElseGet(() -> TemplateFinding.of(Topic.NETWORK, Verdict.ATTENTION));
    }
}
