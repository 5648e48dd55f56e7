package io.slipway.cli.client;

import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** What a host answered when it was checked. */
public record ProbeView(
        String product,
        String version,
        String node,
        OptionalLong cpus,
        OptionalLong memoryBytes,
        List<StorageView> storages,
        List<String> bridges,
        List<String> warnings) {

    /** A storage of the host; bytes are unknown for some kinds. */
    public record StorageView(
            String name, String type, boolean active, List<String> content, OptionalLong total, OptionalLong free) {
        static StorageView of(JsonNode json) {
            return new StorageView(
                    json.has("name") ? Values.text(json, "name") : Values.text(json, "id"),
                    Values.text(json, "type"),
                    json.path("active").asBoolean(true),
                    Values.texts(json, "content"),
                    Values.amount(json, "total_bytes"),
                    json.has("free_bytes")
                            ? Values.amount(json, "free_bytes")
                            : Values.amount(json, "available_bytes"));
        }
    }

    public static ProbeView of(JsonNode json) {
        return new ProbeView(
                Values.text(json, "product"),
                Values.text(json, "version"),
                Values.text(json, "node"),
                Values.amount(json, "cpus"),
                Values.amount(json, "memory_bytes"),
                Values.list(json.path("storages"), StorageView::of),
                Values.texts(json, "bridges"),
                Values.sentences(json, "warnings"));
    }
}
