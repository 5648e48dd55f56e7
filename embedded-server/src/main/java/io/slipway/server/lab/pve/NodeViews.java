package io.slipway.server.lab.pve;

import io.slipway.server.base.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the API's GET methods about nodes, storages and tasks answer, as JSON trees. */
public final class NodeViews {
    private static final String STORAGE_DIGEST = "334a47add192752b9ceeab3e5170cfdbd7691d23";

    private final Cluster cluster;

    public NodeViews(Cluster cluster) {
        this.cluster = cluster;
    }

    private static ArrayNode array() {
        return Json.mapper().createArrayNode();
    }

    /** /version. */
    public ObjectNode version() {
        return Json.object().put("release", "9.2").put("repoid", "f3e1c0ffee42").put("version", "9.2.11");
    }

    /** /nodes. */
    public ArrayNode nodes() {
        var answer = array();
        for (var node : cluster.nodes()) {
            var entry = answer.addObject();
            entry.put("id", "node/" + node.name()).put("node", node.name()).put("type", "node");
            entry.put("status", node.online() ? "online" : "offline");
            if (node.online()) {
                entry.put("cpu", 0.03)
                        .put("level", "")
                        .put("maxcpu", node.cpus())
                        .put("maxmem", node.memoryBytes());
                entry.put("mem", node.memoryBytes() / 4)
                        .put("uptime", 86_400)
                        .put("disk", 0)
                        .put("maxdisk", 0);
            }
        }
        return answer;
    }

    /** /nodes/N/status. */
    public ObjectNode nodeStatus(NodeSpec node) {
        var answer = Json.object();
        answer.set(
                "cpuinfo",
                Json.object().put("cpus", node.cpus()).put("cores", node.cpus()).put("sockets", 1));
        answer.set(
                "memory",
                Json.object()
                        .put("total", node.memoryBytes())
                        .put("used", node.memoryBytes() / 4)
                        .put("free", node.memoryBytes() / 4 * 3));
        return answer.put("uptime", 86_400).put("pveversion", "pve-manager/9.2.11/f3e1c0ffee42");
    }

    /** /cluster/status. */
    public ArrayNode clusterStatus() {
        var answer = array();
        for (int i = 0; i < cluster.nodes().size(); i++) {
            var node = cluster.nodes().get(i);
            answer.addObject()
                    .put("id", "node/" + node.name())
                    .put("ip", node.address())
                    .put("level", "")
                    .put("local", i == 0 ? 1 : 0)
                    .put("name", node.name())
                    .put("nodeid", i)
                    .put("online", node.online() ? 1 : 0)
                    .put("type", "node");
        }
        return answer;
    }

    /** /nodes/N/network, filtered to bridges. */
    public ArrayNode bridges(NodeSpec node) {
        var answer = array();
        node.bridges().forEach(bridge -> answer.addObject()
                .put("active", 1)
                .put("autostart", 1)
                .put("iface", bridge)
                .put("type", "bridge"));
        return answer;
    }

    /** /nodes/N/storage. */
    public ArrayNode storages(@Nullable String content, boolean enabledOnly) {
        var answer = array();
        for (var storage : cluster.volumes.all()) {
            boolean active = cluster.volumes.active(storage);
            boolean shown = content == null
                    ? !enabledOnly || !storage.disabled()
                    : active && storage.content().contains(content);
            if (shown) {
                status(storage, answer.addObject().put("storage", storage.id()), true);
            }
        }
        return answer;
    }

    /** /nodes/N/storage/S/status. */
    public ObjectNode storageStatus(StorageSpec storage) {
        return status(storage, Json.object(), false);
    }

    private ObjectNode status(StorageSpec storage, ObjectNode entry, boolean fraction) {
        boolean active = cluster.volumes.active(storage);
        long used = active ? Math.min(cluster.files.used(storage.path()), storage.limitBytes()) : 0;
        long total = active ? storage.limitBytes() : 0;
        entry.put("active", active ? 1 : 0).put("enabled", storage.disabled() ? 0 : 1);
        if (!storage.disabled() && !active) {
            entry.put("enabled", 0);
        }
        entry.put("avail", total - used).put("total", total).put("used", used);
        entry.put("content", String.join(",", storage.content())).put("type", "dir");
        entry.put("shared", storage.shared() ? 1 : 0);
        if (active && fraction) {
            entry.put("used_fraction", used / (double) Math.max(1, total));
        }
        return entry;
    }

    /** /storage. */
    public ArrayNode storageConfigs() {
        var answer = array();
        cluster.volumes.all().forEach(storage -> answer.add(storageConfig(storage)));
        return answer;
    }

    /** /storage/S. */
    public ObjectNode storageConfig(StorageSpec storage) {
        var entry = Json.object()
                .put("content", String.join(",", storage.content()))
                .put("digest", STORAGE_DIGEST)
                .put("path", storage.path())
                .put("storage", storage.id())
                .put("type", "dir");
        if (storage.shared()) {
            entry.put("shared", 1);
        }
        if (storage.disabled()) {
            entry.put("disable", 1);
        }
        if (!storage.nodes().isEmpty()) {
            entry.put("nodes", String.join(",", storage.nodes()));
        }
        return entry;
    }

    /** /nodes/N/storage/S/content. */
    public ArrayNode content(StorageSpec storage, @Nullable String content, int vmid) {
        var answer = array();
        for (var volume : cluster.volumes.list(storage, content, vmid)) {
            var entry = answer.addObject()
                    .put("content", volume.content())
                    .put("ctime", volume.created())
                    .put("format", volume.format())
                    .put("size", volume.size())
                    .put("volid", volume.volid());
            if (volume.vmid() != 0) {
                entry.put("vmid", volume.vmid());
            }
        }
        return answer;
    }

    /** /nodes/N/storage/S/content/V. */
    public ObjectNode volume(String volid) throws PveError {
        var path = cluster.volumes.path(volid);
        var stat = cluster.files.stat(path);
        if (stat == null) {
            throw new PveError(
                    PveError.ENOENT,
                    "failed to stat '" + path + "'\nvolume_size_info on '" + volid + "' failed - no format");
        }
        long blocks = (stat.size() + 4095) / 4096 * 4096;
        return Json.object()
                .put("format", "raw")
                .put("path", path)
                .put("size", stat.size())
                .put("used", blocks);
    }

    /** /nodes/N/tasks. */
    public ArrayNode tasks(
            String source, @Nullable String id, int limit, boolean errorsOnly, @Nullable String type, long since) {
        var answer = array();
        if (!source.equals("archive")) {
            cluster.tasks.active().stream()
                    .filter(task -> task.started >= since)
                    .forEach(task -> add(answer, task, id, type));
        }
        if (!source.equals("active")) {
            cluster.tasks.finished().stream()
                    .filter(task -> task.started >= since)
                    .filter(task -> !errorsOnly || !"OK".equals(task.status))
                    .forEach(task -> add(answer, task, id, type));
        }
        while (answer.size() > limit) {
            answer.remove(answer.size() - 1);
        }
        return answer;
    }

    private static void add(ArrayNode answer, Tasks.Task task, @Nullable String id, @Nullable String type) {
        if (id != null && !task.id.equals(id) || type != null && !task.type.equals(type)) {
            return;
        }
        var entry = basics(task);
        var status = task.status;
        if (status == null) {
            entry.put("saved", "0").put("status", "RUNNING");
        } else {
            entry.put("endtime", task.ended).put("status", status);
        }
        answer.add(entry);
    }

    private static ObjectNode basics(Tasks.Task task) {
        int token = task.user.indexOf('!');
        var entry = Json.object()
                .put("id", task.id)
                .put("node", task.node)
                .put("pid", task.pid)
                .put("pstart", task.pstart)
                .put("starttime", task.started)
                .put("type", task.type)
                .put("upid", task.upid)
                .put("user", token < 0 ? task.user : task.user.substring(0, token));
        return token < 0 ? entry : entry.put("tokenid", task.user.substring(token + 1));
    }

    private Tasks.Task task(String upid) throws PveError {
        if (!upid.matches(
                "UPID:[a-zA-Z0-9-]+:[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8,9}:[0-9A-Fa-f]{8}:[^:\\s/]+:[^:\\s/]*:[^:\\s/]+:")) {
            throw new PveError.Parameter(PveError.FAILED, "upid", "unable to parse worker upid");
        }
        var task = cluster.tasks.find(upid);
        if (task == null) {
            throw new PveError.Parameter(PveError.ENOENT, "upid", "no such task");
        }
        return task;
    }

    /** /nodes/N/tasks/U/status. */
    public ObjectNode taskStatus(String upid) throws PveError {
        var task = task(upid);
        var status = task.status;
        var entry = basics(task).put("status", status == null ? "running" : "stopped");
        return status == null ? entry : entry.put("exitstatus", status);
    }

    /** /nodes/N/tasks/U/log. */
    public ArrayNode taskLog(String upid, int start, int limit) throws PveError {
        var answer = array();
        List<String> lines = List.copyOf(task(upid).log);
        for (int i = start; i < Math.min(lines.size(), start + limit); i++) {
            answer.addObject().put("n", i + 1).put("t", lines.get(i));
        }
        return answer;
    }
}
