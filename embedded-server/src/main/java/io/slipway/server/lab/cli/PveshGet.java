package io.slipway.server.lab.cli;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.NodeSpec;
import io.slipway.server.lab.pve.NodeViews;
import io.slipway.server.lab.pve.Power;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.Views;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import tools.jackson.databind.JsonNode;

/** The GET methods of the API that the laboratory knows. */
final class PveshGet {
    private final Cluster cluster;
    private final Views views;
    private final NodeViews nodes;
    private final QmGuest guests;

    PveshGet(Cluster cluster) {
        this.cluster = cluster;
        this.views = new Views(cluster);
        this.nodes = new NodeViews(cluster);
        this.guests = new QmGuest(new Power(cluster), cluster);
    }

    JsonNode get(String path, Options options) throws PveError, InterruptedException {
        var parts = Pvesh.parts(path);
        return switch (path) {
            case "version" -> nodes.version();
            case "nodes" -> nodes.nodes();
            case "cluster/nextid" -> nextId(options);
            case "cluster/resources" -> views.resources(options.get("type"));
            case "cluster/status" -> nodes.clusterStatus();
            case "storage" -> nodes.storageConfigs();
            case "access/permissions" -> Json.object().set("/", Json.object().put("Sys.Audit", 1));
            default -> {
                if (parts.size() == 2 && parts.getFirst().equals("storage")) {
                    yield nodes.storageConfig(cluster.volumes().storage(parts.get(1)));
                }
                if (parts.size() >= 2 && parts.getFirst().equals("nodes")) {
                    yield node(node(parts.get(1)), parts.subList(2, parts.size()), options, path);
                }
                throw noSuchPath(path);
            }
        };
    }

    static PveError noSuchPath(String path) {
        return new PveError("No '/" + path + "' handler defined for 'get'");
    }

    private JsonNode nextId(Options options) throws PveError {
        var wanted = options.get("vmid");
        if (wanted == null) {
            return Json.mapper().getNodeFactory().stringNode(String.valueOf(views.nextId()));
        }
        int vmid = Options.vmid("vmid", wanted);
        if (views.taken(vmid)) {
            throw new PveError.Parameter("vmid", "VM " + vmid + " already exists");
        }
        return Json.mapper().getNodeFactory().stringNode(wanted);
    }

    /** The node of a path; an unknown one fails by name lookup, an unreachable one never answers. */
    private NodeSpec node(String name) throws PveError, InterruptedException {
        var found = cluster.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst();
        if (found.isEmpty()) {
            throw new PveError("hostname lookup '" + name + "' failed - failed to get address info for: " + name
                    + ": Name or service not known");
        }
        if (!found.get().online()) {
            new CountDownLatch(1).await();
        }
        return found.get();
    }

    private JsonNode node(NodeSpec node, List<String> rest, Options options, String path)
            throws PveError, InterruptedException {
        return switch (rest.isEmpty() ? "" : rest.getFirst()) {
            case "status" -> nodes.nodeStatus(node);
            case "version" -> nodes.version();
            case "network" -> nodes.bridges(node);
            case "qemu" -> rest.size() == 1 ? views.machines(node.name()) : machine(rest, options, path);
            case "storage" -> storage(rest, options, path);
            case "tasks" -> tasks(rest, options, path);
            default -> throw noSuchPath(path);
        };
    }

    private JsonNode machine(List<String> rest, Options options, String path) throws PveError, InterruptedException {
        int vmid = Options.vmid("vmid", rest.get(1));
        return switch (String.join("/", rest.subList(2, rest.size()))) {
            case "config" -> views.config(vmid);
            case "pending" -> views.pending(vmid);
            case "status/current" -> views.status(vmid);
            case "agent/network-get-interfaces" -> result(vmid, "network-get-interfaces");
            case "agent/get-osinfo" -> result(vmid, "get-osinfo");
            case "snapshot" -> {
                var current = Json.mapper().createArrayNode();
                current.addObject()
                        .put("description", "You are here!")
                        .put("digest", views.config(vmid).path("digest").asString())
                        .put("name", "current")
                        .put(
                                "running",
                                views.status(vmid).path("status").asString().equals("running") ? 1 : 0);
                yield current;
            }
            default -> throw noSuchPath(path);
        };
    }

    private JsonNode result(int vmid, String command) throws PveError, InterruptedException {
        var answer = guests.answer(vmid, command);
        return Json.object().set("result", answer == null ? Json.object() : answer);
    }

    private JsonNode storage(List<String> rest, Options options, String path) throws PveError {
        if (rest.size() == 1) {
            return nodes.storages(options.get("content"), options.isSet("enabled"));
        }
        var storage = rest.get(1);
        var tail = rest.size() > 2 ? rest.get(2) : "";
        if (tail.equals("status")) {
            return nodes.storageStatus(cluster.volumes().storage(storage));
        }
        if (tail.equals("content") && rest.size() == 3) {
            return nodes.content(cluster.volumes().usable(storage), options.get("content"), options.number("vmid", 0));
        }
        if (tail.equals("content")) {
            var volume = String.join("/", rest.subList(3, rest.size()));
            return nodes.volume(volume.contains(":") ? volume : storage + ":" + volume);
        }
        throw noSuchPath(path);
    }

    private JsonNode tasks(List<String> rest, Options options, String path) throws PveError {
        if (rest.size() == 1) {
            return nodes.tasks(
                    options.get("source", "archive"),
                    options.get("vmid"),
                    options.number("limit", 50),
                    options.isSet("errors"),
                    options.get("typefilter"),
                    options.number("since", 0));
        }
        if (rest.size() == 3 && rest.get(2).equals("status")) {
            return nodes.taskStatus(rest.get(1));
        }
        if (rest.size() == 3 && rest.get(2).equals("log")) {
            return nodes.taskLog(rest.get(1), options.number("start", 0), options.number("limit", 50));
        }
        throw noSuchPath(path);
    }
}
