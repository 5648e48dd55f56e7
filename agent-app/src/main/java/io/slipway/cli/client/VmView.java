package io.slipway.cli.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A VM of the registry. */
public record VmView(
        String id,
        String name,
        String hostName,
        Optional<String> nativeId,
        Optional<String> mac,
        String state,
        Optional<String> jobId,
        List<String> addresses,
        JsonNode metadata,
        Optional<Instant> createdAt,
        Optional<Instant> seenAt) {

    public VmView {
        addresses = List.copyOf(addresses);
    }

    public static VmView of(JsonNode json) {
        return new VmView(
                Values.text(json, "id"),
                Values.text(json, "name"),
                Values.text(json, "host_name"),
                Values.some(json, "native_id"),
                Values.some(json, "mac"),
                Values.text(json, "state"),
                Values.some(json, "job_id"),
                Values.texts(json, "addresses"),
                json.path("metadata"),
                Values.moment(json, "created_at"),
                Values.moment(json, "seen_at"));
    }

    public static List<VmView> list(JsonNode answer) {
        return Values.items(answer, VmView::of);
    }
}
