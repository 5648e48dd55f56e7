package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Json;
import io.slipway.server.hypervisor.VmId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Operations as calls of the REST API. */
final class RestCalls {
    private final RestNode node;

    RestCalls(RestNode node) {
        this.node = node;
    }

    RestTask of(Operation operation) {
        return switch (operation) {
            case Operation.Clone clone -> clone(clone);
            case Operation.Start start ->
                task(start.id(), "qmstart", "hastart", () -> post(start.id() + "/status/start", Json.object()));
            case Operation.Stop stop ->
                task(stop.id(), "qmstop", "hastop", () -> post(stop.id() + "/status/stop", Json.object()));
            case Operation.Shutdown shutdown ->
                task(
                        shutdown.id(),
                        "qmshutdown",
                        "hastop",
                        () -> post(
                                shutdown.id() + "/status/shutdown",
                                Json.object().put("timeout", shutdown.seconds())));
            case Operation.Resize resize ->
                task(
                        resize.id(),
                        "resize",
                        "qmresize",
                        () -> node.change(
                                "PUT",
                                node.qemu(resize.id()) + "/resize",
                                Json.object().put("disk", resize.slot()).put("size", resize.gib() + "G")));
            case Operation.Destroy destroy ->
                task(
                        destroy.id(),
                        "qmdestroy",
                        "hadestroy",
                        () -> node.delete(node.qemu(destroy.id()), flags(destroy)));
        };
    }

    /** A task that its type and its VM identify. */
    private static RestTask task(VmId id, String type, String other, Supplier<HostAnswer> start) {
        return new RestTask(start, List.of(type, other), id.toString(), "");
    }

    private HostAnswer post(String path, ObjectNode parameters) {
        return node.change("POST", "/nodes/" + node.node() + "/qemu/" + path, parameters);
    }

    private RestTask clone(Operation.Clone clone) {
        var order = clone.order();
        var parameters = Json.object()
                .put("newid", order.id().value())
                .put("name", order.name())
                .put("full", order.full() ? 1 : 0)
                .put("description", clone.description());
        order.storage().ifPresent(storage -> parameters.put("storage", storage));
        return new RestTask(
                () -> post(order.template() + "/clone", parameters),
                List.of("qmclone"),
                order.template().toString(),
                " with ID " + order.id());
    }

    private static Map<String, String> flags(Operation.Destroy destroy) {
        var flags = new TreeMap<String, String>();
        if (destroy.purge()) {
            flags.put("purge", "1");
        }
        if (destroy.unreferenced()) {
            flags.put("destroy-unreferenced-disks", "1");
        }
        return flags;
    }
}
