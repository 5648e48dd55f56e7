package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.HostProbe;
import io.slipway.server.hypervisor.Machine;
import io.slipway.server.hypervisor.Template;
import io.slipway.server.hypervisor.TemplateReview;
import io.slipway.server.hypervisor.VmId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a host has: itself, its VMs, its templates. */
final class Inventory {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,3})\\.[0-9A-Za-z.~+-]{1,40}");
    private static final int OLDEST = 7;
    private static final int NEWEST = 9;

    private final PveNode host;
    private final PveReads reads;

    Inventory(PveNode host, PveReads reads) {
        this.host = host;
        this.reads = reads;
    }

    HostProbe probe() {
        var version = Lenient.text(host.get("its version", "/version"), "version")
                .filter(text -> VERSION.matcher(text).matches())
                .orElseThrow(() -> Problem.of(ProblemCode.HOST_ANSWER, "The host did not tell its Proxmox VE version.")
                        .exception());
        var warnings = new ArrayList<String>();
        int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
        if (major < OLDEST || major > NEWEST) {
            warnings.add("Proxmox VE " + version + " is outside of what Slipway was made for (7.4 to 9).");
        }
        warnings.addAll(host.warnings());
        var storages = reads.storages();
        if (storages.stream()
                .noneMatch(storage -> storage.active() && storage.content().contains("iso"))) {
            warnings.add("No active storage of this node takes ISO images.");
        }
        var capacity = reads.capacity();
        return new HostProbe(
                "pve-manager",
                version,
                host.node(),
                capacity.cpus(),
                capacity.memoryBytes(),
                storages,
                reads.bridges(),
                warnings);
    }

    List<Machine> machines() {
        var machines = new ArrayList<Machine>();
        for (var row : Lenient.rows(host.get("its VMs", "/nodes/" + host.node() + "/qemu"))) {
            long number = Lenient.number(row, "vmid", 0);
            if (number < 100 || number > 999_999_999) {
                continue;
            }
            machines.add(new Machine(
                    new VmId((int) number),
                    Lenient.text(row, "name").orElse(""),
                    Lenient.text(row, "status").filter("running"::equals).isPresent(),
                    Lenient.flag(row, "template"),
                    tags(Lenient.text(row, "tags").orElse("")),
                    Lenient.text(row, "lock")));
        }
        machines.sort(Comparator.comparing(Machine::id));
        return machines;
    }

    private static Set<String> tags(String text) {
        var tags = new TreeSet<String>();
        for (var tag : text.split("[;, ]+")) {
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        return tags;
    }

    List<Template> templates() {
        var templates = new ArrayList<Template>();
        for (var machine : machines()) {
            if (machine.template()) {
                reads.config(machine.id()).ifPresent(config -> templates.add(template(machine.id(), config)));
            }
        }
        return templates;
    }

    List<TemplateReview> reviews() {
        var reviews = new ArrayList<TemplateReview>();
        for (var machine : machines()) {
            if (machine.template()) {
                reads.config(machine.id()).ifPresent(config -> reviews.add(review(machine.id(), config)));
            }
        }
        return reviews;
    }

    private static TemplateReview review(VmId id, VmConfig config) {
        var template = template(id, config);
        return new TemplateReview(template, new TemplateLook(config, template.family()).findings());
    }

    static Template template(VmId id, VmConfig config) {
        var type = config.get("ostype").orElse("other");
        var family = type.startsWith("w") ? Template.Family.WINDOWS : linux(type);
        return new Template(
                id,
                config.name(),
                family,
                config.get("bios").filter("ovmf"::equals).isPresent() ? Template.Firmware.UEFI : Template.Firmware.BIOS,
                config.sockets() * config.cores(),
                config.memoryMiB(),
                Disk.system(config)
                        .map(disk -> (int) Math.min(Integer.MAX_VALUE, disk.gib()))
                        .orElse(0),
                warnings(config));
    }

    private static Template.Family linux(String type) {
        return type.equals("l26") || type.equals("l24") ? Template.Family.LINUX : Template.Family.OTHER;
    }

    private static List<String> warnings(VmConfig config) {
        var warnings = new ArrayList<String>();
        var taken = new TreeSet<String>(config.drives());
        taken.addAll(Disk.bootOrder(config));
        if (Slots.free(taken).isEmpty()) {
            warnings.add("Every SATA and IDE place is taken, so the config disc has none.");
        }
        var agent = PropertyString.parse(config.get("agent").orElse("0"));
        if (agent.get("").or(() -> agent.get("enabled")).filter("1"::equals).isEmpty()) {
            warnings.add("The guest agent is off, so addresses are known only when the VM reports them.");
        }
        if (config.net0().isEmpty()) {
            warnings.add("It has no network card; a bridge must be named.");
        }
        config.media().forEach((slot, volume) -> {
            if (slot.startsWith("scsi")) {
                warnings.add("Its CD drive " + slot + " is invisible to Windows Setup without a driver.");
            }
            if (volume.contains("cloudinit")) {
                warnings.add(
                        "It has the host's own cloud-init drive " + slot + ", which competes with the config disc.");
            }
        });
        if (config.get("protection").filter("1"::equals).isPresent()) {
            warnings.add("It is protected against removal, and its clones inherit that.");
        }
        return warnings;
    }
}
