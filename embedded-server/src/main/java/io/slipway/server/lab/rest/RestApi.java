package io.slipway.server.lab.rest;

import io.slipway.server.base.Json;
import io.slipway.server.lab.cli.PveApi;
import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.PveError;
import io.slipway.server.lab.pve.Settings;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The API tree with the eyes of a token: what it may see, what it may do, and what it gets to hear. */
final class RestApi {
    private final Cluster cluster;
    private final PveApi api;
    private final RestWorkers workers;
    private final String fingerprint;

    RestApi(Cluster cluster, RestWorkers workers, String fingerprint) {
        this.cluster = cluster;
        this.api = new PveApi(cluster);
        this.workers = workers;
        this.fingerprint = fingerprint;
    }

    /** @param path below {@code /api2/json/} */
    JsonNode answer(String method, String path, Map<String, String> parameters, List<String> command, RestCall call)
            throws RestError, PveError, InterruptedException {
        var parts = List.of(path.split("/", -1));
        boolean local = parts.size() > 2
                && parts.getFirst().equals("nodes")
                && parts.get(1).equals(cluster.local().name());
        if (local && parts.size() > 3 && parts.get(2).equals("qemu")) {
            var rest = String.join("/", parts.subList(4, parts.size()));
            return machine(method, path, parts.get(3), rest, parameters, command, call);
        }
        if (local && parts.size() > 4 && parts.get(2).equals("storage") && !method.equals("GET")) {
            var needed = parts.get(4).equals("upload") ? "Datastore.AllocateTemplate" : "Datastore.Allocate";
            require(call.token(), "/storage/" + parts.get(3), List.of(needed));
            return parameters.remove("delay") != null
                    ? workers.toEnd(api, method, path, parameters, call)
                    : workers.run(api, method, path, parameters, call);
        }
        if (local && parts.get(2).equals("tasks") && parts.size() > 3) {
            requireTask(call.token(), parts.get(3));
        }
        if (!method.equals("GET")) {
            return workers.run(api, method, path, parameters, call);
        }
        return path.equals("access/permissions")
                ? permissions(call.token(), parameters)
                : seen(path, api.get(path, parameters), call.token());
    }

    private JsonNode machine(
            String method,
            String path,
            String vmid,
            String rest,
            Map<String, String> parameters,
            List<String> command,
            RestCall call)
            throws RestError, PveError, InterruptedException {
        var vm = "/vms/" + vmid;
        require(call.token(), vm, RestRules.machine(method, rest));
        RestRules.checkParameters(method, rest, parameters, false);
        int number = vmid.matches("[0-9]{3,9}") ? Integer.parseInt(vmid) : 0;
        return switch (method + " " + rest) {
            case "POST agent/exec" -> api.execute(number, command);
            case "GET agent/exec-status" -> api.executed(number, Integer.parseInt(parameters.getOrDefault("pid", "0")));
            case "POST agent/ping" -> api.ping(number);
            default -> {
                if (method.equals("GET")) {
                    yield api.get(path, parameters);
                }
                var complaints = rest.equals("config")
                        ? Settings.complaints(cluster, parameters)
                        : List.<PveError.Parameter>of();
                if (!complaints.isEmpty()) {
                    throw RestError.parameters(complaints);
                }
                requireDetails(method, rest, vm, parameters, call.token());
                yield workers.run(api, method, path, parameters, call);
            }
        };
    }

    private void requireDetails(String method, String rest, String vm, Map<String, String> parameters, LabToken token)
            throws RestError {
        if (rest.equals("config")) {
            for (var entry : parameters.entrySet()) {
                if (!RestRules.isModifier(entry.getKey())) {
                    require(token, vm, List.of(RestRules.setting(entry.getKey(), entry.getValue())));
                }
            }
            for (var key : parameters.getOrDefault("delete", "").split("[,; ]+")) {
                if (!key.isEmpty()) {
                    require(token, vm, List.of(RestRules.setting(key, "")));
                }
            }
        }
        if ((method + " " + rest).equals("POST clone")) {
            require(token, "/vms/" + parameters.getOrDefault("newid", ""), List.of("VM.Allocate"));
            var storage = parameters.get("storage");
            if (storage != null) {
                require(token, "/storage/" + storage, List.of("Datastore.AllocateSpace"));
            }
            require(token, "/sdn/zones/localnetwork", List.of("SDN.Use"));
        }
    }

    private static void require(LabToken token, String path, List<String> any) throws RestError {
        if (any.stream().noneMatch(privilege -> token.may(privilege, path))) {
            throw RestError.forbidden(path, String.join("|", any));
        }
    }

    private void requireTask(LabToken token, String upid) throws RestError {
        var node = "/nodes/" + cluster.local().name();
        if (!upid.endsWith(":" + token.id() + ":") && upid.startsWith("UPID:") && !token.may("Sys.Audit", node)) {
            throw RestError.forbidden(node, "Sys.Audit");
        }
    }

    private static JsonNode permissions(LabToken token, Map<String, String> parameters) {
        var wanted = parameters.get("path");
        var answer = Json.object();
        token.effective().forEach((path, privileges) -> {
            if (wanted == null || wanted.equals(path)) {
                var entry = answer.putObject(path);
                privileges.forEach(privilege -> entry.put(privilege, 1));
            }
        });
        return answer;
    }

    /** Lists leave out what the token may not see; nobody is told that something is missing. */
    private JsonNode seen(String path, JsonNode answer, LabToken token) {
        var node = cluster.local().name();
        var copy = Json.mapper().createArrayNode();
        if (path.equals("nodes")) {
            answer.forEach(row -> copy.add(node((ObjectNode) row, token)));
            return copy;
        }
        if (path.equals("nodes/" + node + "/qemu") || path.equals("cluster/resources")) {
            return filtered(
                    answer,
                    copy,
                    row -> token.may("VM.Audit", "/vms/" + row.path("vmid").asInt(0)));
        }
        if (path.equals("nodes/" + node + "/storage") || path.equals("storage")) {
            return filtered(answer, copy, row -> {
                var storage = "/storage/" + row.path("storage").asString("");
                return token.may("Datastore.Audit", storage) || token.may("Datastore.AllocateSpace", storage);
            });
        }
        if (path.equals("nodes/" + node + "/tasks")) {
            return filtered(
                    answer,
                    copy,
                    row -> token.may("Sys.Audit", "/nodes/" + node)
                            || row.path("upid").asString("").endsWith(":" + token.id() + ":"));
        }
        return answer;
    }

    private static ArrayNode filtered(JsonNode rows, ArrayNode copy, java.util.function.Predicate<JsonNode> visible) {
        rows.forEach(row -> {
            if (visible.test(row)) {
                copy.add(row);
            }
        });
        return copy;
    }

    private ObjectNode node(ObjectNode row, LabToken token) {
        var name = row.path("node").asString("");
        if (name.equals(cluster.local().name())) {
            row.put("ssl_fingerprint", fingerprint);
        }
        if (!token.may("Sys.Audit", "/nodes/" + name)) {
            row.retain("node", "status", "type", "id", "level", "ssl_fingerprint");
        }
        return row;
    }
}
