package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.hypervisor.VmId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What we ask a node, and the check that a VM is ours. Decisions rest on configurations, not on lists that lag. */
final class PveReads {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");

    private final PveNode host;

    PveReads(PveNode host) {
        this.host = host;
    }

    String qemu(VmId id) {
        return "/nodes/" + host.node() + "/qemu/" + id;
    }

    /** The VM's configuration with what waits for a cold start already in it; empty when this node has no such VM. */
    Optional<VmConfig> config(VmId id) {
        var answer = host.ask(qemu(id) + "/config");
        if (answer.succeeded()) {
            return Optional.of(VmConfig.of(host.json("VM " + id, answer)));
        }
        if (HostWords.saysAbsent(answer)) {
            return Optional.empty();
        }
        throw HostWords.problem(ProblemCode.HOST_ANSWER, "The host did not tell the configuration of VM " + id, answer)
                .exception();
    }

    /** What the VM has now and what waits for a cold start. */
    List<PendingValue> pending(VmId id) {
        var rows = new ArrayList<PendingValue>();
        for (var row : Lenient.rows(host.get("the pending changes of VM " + id, qemu(id) + "/pending"))) {
            Lenient.text(row, "key")
                    .ifPresent(key -> rows.add(new PendingValue(
                            key,
                            Lenient.text(row, "value"),
                            Lenient.text(row, "pending"),
                            Lenient.number(row, "delete", 0) > 0)));
        }
        return rows;
    }

    /** Every drive slot that is taken now, will be taken, or stands in the boot order. */
    Set<String> takenSlots(VmConfig config, List<PendingValue> pending) {
        var taken = new TreeSet<String>(config.drives());
        pending.stream().map(PendingValue::key).filter(VmConfig::isDrive).forEach(taken::add);
        taken.addAll(Disk.bootOrder(config));
        return taken;
    }

    /** Whether the VM has power. A guest that has just powered off still counts as running. */
    boolean running(VmId id) {
        var status = host.get("the state of VM " + id, qemu(id) + "/status/current");
        return switch (Lenient.text(status, "status").orElse("")) {
            case "running" -> true;
            case "stopped" -> false;
            default ->
                throw Problem.of(ProblemCode.HOST_ANSWER, "The host did not tell whether VM " + id + " runs.")
                        .exception();
        };
    }

    /** A VM that carries the marker. Everything else is a problem. */
    VmConfig ours(VmId id, RunMarker marker) {
        var config = config(id).orElseThrow(() -> missing(id));
        if (config.template() || config.marker().filter(marker::equals).isEmpty()) {
            throw foreign(id);
        }
        return config;
    }

    static SlipwayException foreign(VmId id) {
        return Problem.of(
                        ProblemCode.FOREIGN_OBJECT,
                        "VM " + id + " does not carry the mark of this job, so Slipway leaves it alone.")
                .exception();
    }

    private SlipwayException missing(VmId id) {
        return elsewhere(id).orElseGet(() -> Problem.of(ProblemCode.VM_NOT_FOUND, "The host has no VM " + id + ".")
                .exception());
    }

    /**
     * Why a VM that this node does not have is not gone: another node has it. The list lags by some seconds, so a row that
     * names this node means a VM that has just gone.
     */
    Optional<SlipwayException> elsewhere(VmId id) {
        return ownerNode(id).filter(node -> !node.equals(host.node())).map(node -> Problem.of(
                        ProblemCode.WRONG_STATE,
                        "VM " + id + " is on node " + HostAnswer.presentable(node) + " now; this host entry"
                                + " leads to node " + host.node() + ".",
                        "Move the VM back, or add the other node as a host of its own.")
                .exception());
    }

    /** The node of a VM as the cluster's list has it. */
    Optional<String> ownerNode(VmId id) {
        for (var row : Lenient.rows(host.get("the cluster's VMs", "/cluster/resources", Map.of("type", "vm")))) {
            if (Lenient.number(row, "vmid", -1) == id.value()) {
                return Lenient.text(row, "node");
            }
        }
        return Optional.empty();
    }

    MachineDetail detail(VmId id, VmConfig config, boolean running) {
        return new MachineDetail(
                id,
                config.name(),
                running,
                config.lock(),
                config.marker(),
                config.smbiosUuid(),
                config.net0().map(NetCard::mac).filter(mac -> !mac.isEmpty()),
                config.cores(),
                config.memoryMiB(),
                config.media(),
                config.values());
    }

    /** Every storage of the node. */
    List<Storage> storages() {
        var storages = new ArrayList<Storage>();
        for (var row : Lenient.rows(host.get("its storages", "/nodes/" + host.node() + "/storage"))) {
            var name = Lenient.text(row, "storage").orElse("");
            if (!NAME.matcher(name).matches()) {
                continue;
            }
            storages.add(new Storage(
                    name,
                    Lenient.text(row, "type").orElse(""),
                    Lenient.flag(row, "active") && Lenient.flag(row, "enabled"),
                    Lenient.flag(row, "shared"),
                    Set.of(Lenient.text(row, "content").orElse("").split(",")),
                    Math.max(0, Lenient.number(row, "avail", 0)),
                    Math.max(0, Lenient.number(row, "total", 0))));
        }
        storages.sort(java.util.Comparator.comparing(Storage::name));
        return storages;
    }

    /**
     * An ISO as the storage's own list has it.
     *
     * @param bytes its size
     * @param changedSeconds when it was written, by the host's clock
     */
    record StoredImage(long bytes, long changedSeconds) {}

    Optional<StoredImage> storedImage(MediaRef media) {
        var path = "/nodes/" + host.node() + "/storage/" + media.storage() + "/content";
        for (var row : Lenient.rows(host.get("the ISO images of " + media.storage(), path, Map.of("content", "iso")))) {
            if (Lenient.text(row, "volid").filter(media.volume()::equals).isPresent()) {
                return Optional.of(new StoredImage(Lenient.number(row, "size", -1), Lenient.number(row, "ctime", 0)));
            }
        }
        return Optional.empty();
    }

    /** Size of an ISO by the storage's own list. */
    OptionalLong isoSize(MediaRef media) {
        return storedImage(media).map(image -> OptionalLong.of(image.bytes())).orElseGet(OptionalLong::empty);
    }

    /** Network bridges, empty when the node does not tell. */
    List<String> bridges() {
        var answer = host.ask("/nodes/" + host.node() + "/network", Map.of("type", "any_bridge"));
        if (!answer.succeeded()) {
            return List.of();
        }
        return Lenient.rows(host.json("its bridges", answer)).stream()
                .flatMap(row -> Lenient.text(row, "iface").stream())
                .filter(name -> NAME.matcher(name).matches())
                .sorted()
                .toList();
    }

    /** @param cpus 0 when unknown; @param memoryBytes 0 when unknown */
    record Capacity(int cpus, long memoryBytes) {}

    Capacity capacity() {
        for (var row : Lenient.rows(host.get("its nodes", "/nodes"))) {
            if (Lenient.text(row, "node").filter(host.node()::equals).isPresent()) {
                return new Capacity(
                        (int) Math.clamp(Lenient.number(row, "maxcpu", 0), 0, 1 << 20),
                        Math.max(0, Lenient.number(row, "maxmem", 0)));
            }
        }
        return new Capacity(0, 0);
    }
}
