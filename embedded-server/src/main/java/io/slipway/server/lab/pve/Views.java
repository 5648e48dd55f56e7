package io.slipway.server.lab.pve;

import io.slipway.server.base.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API's GET methods about machines answer, as JSON trees. */
public final class Views {
    /** Settings the API types as numbers; all others are strings, even when they look like numbers. */
    private static final Set<String> NUMBERS = Set.of(
            "acpi",
            "autostart",
            "balloon",
            "cores",
            "cpulimit",
            "cpuunits",
            "freeze",
            "kvm",
            "localtime",
            "numa",
            "onboot",
            "protection",
            "reboot",
            "shares",
            "sockets",
            "tablet",
            "template",
            "vcpus");

    private static final long USED_MEMORY = 104_849_408L;

    private final Cluster cluster;

    public Views(Cluster cluster) {
        this.cluster = cluster;
    }

    private static ArrayNode array() {
        return Json.mapper().createArrayNode();
    }

    private static JsonNode value(String key, String text) {
        var factory = Json.mapper().getNodeFactory();
        return NUMBERS.contains(key) && text.matches("[0-9]{1,15}")
                ? factory.numberNode(Long.parseLong(text))
                : factory.stringNode(text);
    }

    /** /nodes/N/qemu/V/config. */
    public ObjectNode config(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            var vm = cluster.vm(vmid);
            var answer = Json.object();
            vm.conf.forEach((key, text) -> answer.set(key, value(key, text)));
            vm.pending.forEach((key, text) -> answer.set(key, value(key, text)));
            vm.pendingDelete.forEach(answer::remove);
            answer.put("digest", vm.digest());
            return answer;
        } finally {
            cluster.lock.unlock();
        }
    }

    /** qm config: the same as lines, with the description encoded. */
    public Map<String, String> configLines(int vmid) throws PveError {
        var lines = new TreeMap<String, String>();
        for (var property : config(vmid).properties()) {
            var text = property.getValue().asString();
            if (!property.getKey().equals("digest")) {
                lines.put(property.getKey(), property.getKey().equals("description") ? Vm.encode(text) : text);
            }
        }
        return lines;
    }

    /** /nodes/N/qemu/V/pending. */
    public ArrayNode pending(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            var vm = cluster.vm(vmid);
            var answer = array();
            var keys = new TreeSet<>(vm.conf.keySet());
            keys.addAll(vm.pending.keySet());
            keys.add("digest");
            for (var key : keys) {
                var entry = answer.addObject().put("key", key);
                var current = key.equals("digest") ? vm.digest() : vm.conf.get(key);
                var waiting = vm.pending.get(key);
                if (current != null) {
                    entry.set("value", value(key, current));
                }
                if (waiting != null) {
                    entry.set("pending", value(key, waiting));
                }
                if (vm.pendingDelete.contains(key)) {
                    entry.put("delete", 1);
                }
            }
            return answer;
        } finally {
            cluster.lock.unlock();
        }
    }

    /** /nodes/N/qemu. */
    public ArrayNode machines(String node) {
        cluster.lock.lock();
        try {
            var answer = array();
            for (var vm : cluster.vms.values()) {
                if (vm.node.equals(node)) {
                    var entry = answer.addObject();
                    usage(vm, entry);
                    entry.put("cpus", shownCpus(vm));
                    entry.put("vmid", vm.vmid);
                    if (vm.isTemplate()) {
                        entry.put("template", 1);
                    }
                }
            }
            return answer;
        } finally {
            cluster.lock.unlock();
        }
    }

    private void usage(Vm vm, ObjectNode entry) {
        var running = vm.running;
        entry.put("cpu", 0).put("disk", 0).put("netin", 0).put("netout", 0);
        entry.put("mem", running == null ? 0 : USED_MEMORY);
        entry.put("memhost", running == null ? 0 : USED_MEMORY);
        entry.put("maxdisk", bootDisk(vm));
        entry.put("maxmem", vm.memoryBytes());
        entry.put("name", vm.name());
        entry.put("status", running == null ? "stopped" : "running");
        entry.put("uptime", uptime(running));
        if (vm.conf.containsKey("tags")) {
            entry.put("tags", vm.conf.get("tags"));
        }
        if (vm.conf.containsKey("lock")) {
            entry.put("lock", vm.conf.get("lock"));
        }
        if (running != null) {
            entry.put("pid", running.pid);
        }
    }

    /** Lists never show more processors than the node has. */
    private int shownCpus(Vm vm) {
        return Math.min(vm.virtualCpus(), cluster.local().cpus());
    }

    private long uptime(Vm.@Nullable Running running) {
        return running == null ? 0 : Math.max(1, cluster.clock.instant().getEpochSecond() - running.sinceSeconds);
    }

    /** The size of the first disk in the boot order. */
    private static long bootDisk(Vm vm) {
        var order = vm.conf.get("boot");
        for (var device : order == null ? List.<String>of() : ConfigUpdate.devices(order)) {
            var drive = Properties.stored(vm.conf.getOrDefault(device, ""));
            if (Properties.DRIVE.matcher(device).matches() && drive.hasVolume() && !drive.isCdrom()) {
                return Properties.bytes(drive.rest().getOrDefault("size", "0"));
            }
        }
        return 0;
    }

    /** /nodes/N/qemu/V/status/current. */
    public ObjectNode status(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            var vm = cluster.vm(vmid);
            var answer = Json.object();
            usage(vm, answer);
            answer.put("cpus", shownCpus(vm)).put("vmid", vmid);
            answer.set("ha", ha(vm));
            if (vm.conf.containsKey("agent") && !vm.conf.get("agent").matches("(enabled=)?0.*")) {
                answer.put("agent", 1);
            }
            if (vm.conf.containsKey("serial0")) {
                answer.put("serial", 1);
            }
            if (vm.isTemplate()) {
                answer.put("template", 1);
            }
            var running = vm.running;
            answer.put("qmpstatus", running == null ? "stopped" : running.poweredOff ? "shutdown" : "running");
            if (running != null) {
                for (var kind : List.of("cpu", "io", "memory")) {
                    answer.put("pressure" + kind + "full", 0).put("pressure" + kind + "some", 0);
                }
                var nics = Json.object();
                for (var key : vm.conf.keySet()) {
                    if (key.matches("net[0-9]+")) {
                        nics.set(
                                "tap" + vmid + "i" + key.substring(3),
                                Json.object().put("netin", 0).put("netout", 0));
                    }
                }
                if (!nics.isEmpty()) {
                    answer.set("nics", nics);
                }
            }
            return answer;
        } finally {
            cluster.lock.unlock();
        }
    }

    private static ObjectNode ha(Vm vm) {
        var ha = Json.object().put("managed", vm.highAvailability ? 1 : 0);
        return vm.highAvailability ? ha.put("state", vm.isRunning() ? "started" : "stopped") : ha;
    }

    /** /cluster/resources, filtered by type; machines of other nodes and quite new ones have neither name nor status. */
    public ArrayNode resources(@Nullable String type) {
        var answer = array();
        if (type == null || type.equals("vm")) {
            machines(answer);
        }
        if (type == null || type.equals("storage")) {
            cluster.volumes.all().stream().filter(cluster.volumes::active).forEach(storage -> answer.addObject()
                    .put("content", String.join(",", storage.content()))
                    .put("disk", cluster.files.used(storage.path()))
                    .put("id", "storage/" + cluster.local().name() + "/" + storage.id())
                    .put("maxdisk", storage.limitBytes())
                    .put("node", cluster.local().name())
                    .put("plugintype", "dir")
                    .put("shared", storage.shared() ? 1 : 0)
                    .put("status", "available")
                    .put("storage", storage.id())
                    .put("type", "storage"));
        }
        return answer;
    }

    private void machines(ArrayNode answer) {
        cluster.lock.lock();
        try {
            for (var vm : cluster.vms.values()) {
                var entry = answer.addObject();
                entry.put("id", "qemu/" + vm.vmid)
                        .put("node", vm.node)
                        .put("type", "qemu")
                        .put("vmid", vm.vmid);
                boolean fresh = cluster.clock.millis() - vm.createdMillis
                        < cluster.timing.resourcesLag().toMillis();
                if (fresh || !vm.node.equals(cluster.local().name())) {
                    entry.put("status", "unknown");
                    continue;
                }
                usage(vm, entry);
                entry.remove("pid");
                entry.put("diskread", 0).put("diskwrite", 0).put("maxcpu", shownCpus(vm));
                entry.put("template", vm.isTemplate() ? 1 : 0);
            }
        } finally {
            cluster.lock.unlock();
        }
    }

    /** The next free machine number from 100 on. */
    public int nextId() {
        cluster.lock.lock();
        try {
            int id = 100;
            while (cluster.vms.containsKey(id)) {
                id++;
            }
            return id;
        } finally {
            cluster.lock.unlock();
        }
    }

    /** Whether any node owns this number. */
    public boolean taken(int vmid) {
        cluster.lock.lock();
        try {
            return cluster.vms.containsKey(vmid);
        } finally {
            cluster.lock.unlock();
        }
    }

    /** One line of qm list per machine of this node. */
    public List<String> table() {
        cluster.lock.lock();
        try {
            return cluster.vms.values().stream()
                    .filter(vm -> vm.node.equals(cluster.local().name()))
                    .map(Views::row)
                    .toList();
        } finally {
            cluster.lock.unlock();
        }
    }

    private static String row(Vm vm) {
        var running = vm.running;
        return String.format(
                java.util.Locale.ROOT,
                "%10s %-20s %-10s %-10s %12.2f %-10s",
                vm.vmid,
                vm.name(),
                running == null ? "stopped" : "running",
                vm.memoryBytes() >> 20,
                bootDisk(vm) / (double) (1L << 30),
                running == null ? 0 : running.pid);
    }
}
