package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A registered host. */
public record HostView(
        String id,
        String name,
        String address,
        int port,
        String userName,
        String hostKey,
        String node,
        int slots,
        String vmIds,
        String state,
        Optional<Instant> probedAt) {

    public static HostView of(JsonNode json) {
        var limits = json.path("limits");
        return new HostView(
                Values.text(json, "id"),
                Values.text(json, "name"),
                Values.text(json, "address"),
                Values.number(json, "port"),
                Values.text(json, "user_name"),
                Values.text(json, "host_key"),
                Values.text(json, "node"),
                Values.number(limits, "slots"),
                Values.text(limits, "first_vm_id") + "-" + Values.text(limits, "last_vm_id"),
                Values.text(json, "state"),
                Values.moment(json, "probed_at"));
    }

    public static List<HostView> list(JsonNode answer) {
        return Values.items(answer, HostView::of);
    }
}
