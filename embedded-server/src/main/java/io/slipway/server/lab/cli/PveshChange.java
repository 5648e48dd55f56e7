package io.slipway.server.lab.cli;

import io.slipway.server.lab.pve.CloneVm;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.ConfigUpdate;
import io.slipway.server.lab.pve.Invocation;
import io.slipway.server.lab.pve.Power;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.Upload;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;

/** The POST, PUT and DELETE methods of the API that the laboratory knows: pvesh create, set, delete. */
final class PveshChange {
    private final Cluster cluster;
    private final Power power;

    PveshChange(Cluster cluster) {
        this.cluster = cluster;
        this.power = new Power(cluster);
    }

    /** @return the UPID, empty for calls without a task */
    String run(String verb, String path, Options options, Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        var parts = Pvesh.parts(path);
        if (parts.size() < 4
                || !parts.getFirst().equals("nodes")
                || !parts.get(1).equals(cluster.local().name())) {
            throw noHandler(verb, path);
        }
        var rest = String.join("/", parts.subList(4, parts.size()));
        if (parts.get(2).equals("qemu")) {
            return machine(verb, Options.vmid("vmid", parts.get(3)), rest, options, call, path);
        }
        if (parts.get(2).equals("tasks") && verb.equals("delete") && rest.isEmpty()) {
            cluster.tasks().stop(parts.get(3));
            return "";
        }
        if (parts.get(2).equals("storage")) {
            return storage(verb, parts.get(3), rest, options, call, path);
        }
        throw noHandler(verb, path);
    }

    private static PveError noHandler(String verb, String path) {
        return new PveError("No '" + verb + "' handler defined for '/" + path + "'");
    }

    private String machine(String verb, int vmid, String rest, Options options, Invocation call, String path)
            throws PveError, PipeClosed, InterruptedException {
        return switch (verb + " " + rest) {
            case "create clone" -> {
                var target = options.get("newid");
                if (target == null) {
                    throw new PveError.Parameter("newid", "property is missing and it is not optional");
                }
                yield new CloneVm(cluster).run(Qm.cloneRequest(vmid, Options.vmid("newid", target), options), call);
            }
            case "set config" -> {
                new ConfigUpdate(cluster).run(vmid, Pvesh.parameters(options), call);
                yield "";
            }
            case "create config" -> new Upload(cluster).configure(vmid, Pvesh.parameters(options), call);
            case "create status/start" -> power.start(vmid, options.isSet("skiplock"), call);
            case "create status/stop" -> power.stop(vmid, call);
            case "create status/shutdown" ->
                power.shutdown(
                        vmid, Duration.ofSeconds(options.number("timeout", 60)), options.isSet("forceStop"), call);
            case "set resize" -> power.resizeTask(vmid, options.get("disk", ""), options.get("size", ""), call);
            case "set sendkey" -> {
                power.key(vmid, options.get("key", ""));
                yield "";
            }
            case "delete " ->
                power.destroy(
                        vmid,
                        options.isSet("purge"),
                        options.isSet("destroy-unreferenced-disks"),
                        options.isSet("skiplock"),
                        call);
            default -> throw noHandler(verb, path);
        };
    }

    private String storage(String verb, String storage, String rest, Options options, Invocation call, String path)
            throws PveError, InterruptedException {
        var upload = new Upload(cluster);
        if (verb.equals("create") && rest.equals("upload")) {
            return upload.run(
                    storage,
                    options.get("content", ""),
                    options.get("filename", ""),
                    options.get("tmpfilename"),
                    options.get("checksum-algorithm"),
                    options.get("checksum"),
                    call);
        }
        if (verb.equals("delete") && rest.startsWith("content/")) {
            var volume = rest.substring("content/".length());
            return upload.free(storage, volume.contains(":") ? volume : storage + ":" + volume, call);
        }
        throw noHandler(verb, path);
    }
}
