package io.slipway.server.web.openapi;

import io.slipway.server.base.Json;
import io.slipway.server.web.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas of bodies, answers and parameters, as the files beside this class say them. Immutable. */
final class ApiSchemas {
    /** In the order in which people read them; each is the first part of its operations' ids. */
    static final List<String> GROUPS = List.of(
            "system",
            "health",
            "auth",
            "hosts",
            "onboarding",
            "jobs",
            "vms",
            "inventory",
            "profiles",
            "playbooks",
            "provisioning",
            "secrets",
            "vault",
            "backup",
            "lan",
            "artifacts",
            "leases",
            "ssh",
            "syncthing",
            "tokens",
            "sessions",
            "audit",
            "diagnostics",
            "live",
            "notifications",
            "commands",
            "nodes",
            "pages",
            "guest");

    /** Headers that are parameters of some operations. */
    private static final List<String> REQUEST_HEADERS = List.of("Idempotency-Key", "Last-Event-ID");

    private static final String COMMON = "common";
    private static final String DEFINITIONS = "$defs";

    private final Map<String, ObjectNode> files;
    private final SortedMap<String, ObjectNode> schemas;

    private ApiSchemas(Map<String, ObjectNode> files, SortedMap<String, ObjectNode> schemas) {
        this.files = Collections.unmodifiableMap(files);
        this.schemas = Collections.unmodifiableSortedMap(schemas);
    }

    static ApiSchemas load() {
        var files = new LinkedHashMap<String, ObjectNode>();
        var schemas = new TreeMap<String, ObjectNode>();
        files.put(COMMON, file(COMMON));
        GROUPS.forEach(group -> files.put(group, file(group)));
        for (var file : files.values()) {
            for (var entry : file.path(DEFINITIONS).properties()) {
                if (schemas.put(entry.getKey(), (ObjectNode) entry.getValue()) != null) {
                    throw new IllegalStateException("two schemas are called " + entry.getKey());
                }
            }
        }
        return new ApiSchemas(files, schemas);
    }

    private static ObjectNode file(String group) {
        try (var in = ApiSchemas.class.getResourceAsStream(group + ".json")) {
            if (in == null) {
                throw new IllegalStateException("there is no file of schemas for " + group);
            }
            return Json.parseObject(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All schemas by name, not to be changed. */
    SortedMap<String, ObjectNode> all() {
        return schemas;
    }

    /** @throws IllegalStateException when there is none */
    ObjectNode schema(String name) {
        var schema = schemas.get(name);
        if (schema == null) {
            throw new IllegalStateException("there is no schema " + name);
        }
        return schema;
    }

    /** The group of an operation: the part of its id before the dot. */
    static String group(Operation operation) {
        return operation.contract().id().split("\\.", 2)[0];
    }

    String title(String group) {
        return said(group, "title");
    }

    String description(String group) {
        return said(group, "description");
    }

    private String said(String group, String member) {
        return Optional.ofNullable(files.get(group))
                .map(file -> file.path(member).asString(""))
                .orElse("");
    }

    /**
     * A path or query parameter: what is said for this operation, or for its group, or for all.
     *
     * @return an object with {@code description} and {@code schema}, perhaps {@code required} and {@code example}
     * @throws IllegalStateException when nobody described it
     */
    JsonNode parameter(Operation operation, String name) {
        var id = operation.contract().id();
        var own = files.getOrDefault(group(operation), Json.object()).path("x-parameters");
        var common = files.getOrDefault(COMMON, Json.object()).path("x-parameters");
        for (var found : List.of(own.path(id + "/" + name), own.path(name), common.path(name))) {
            if (found.isObject()) {
                return found;
            }
        }
        throw new IllegalStateException("nobody described the parameter " + name + " of " + id);
    }

    /** The headers that are parameters of the operation: its group describes them under its id. */
    List<String> requestHeaders(Operation operation) {
        var described = files.getOrDefault(group(operation), Json.object()).path("x-parameters");
        return REQUEST_HEADERS.stream()
                .filter(name -> described.has(operation.contract().id() + "/" + name))
                .toList();
    }

    /** What a body that is no JSON holds. */
    Optional<String> fileBody(Operation operation) {
        var text = files.getOrDefault(group(operation), Json.object())
                .path("x-files")
                .path(operation.contract().id());
        return text.isString() ? Optional.of(text.stringValue()) : Optional.empty();
    }

    /** Headers that answers may have, by name. */
    JsonNode headers() {
        return files.getOrDefault(COMMON, Json.object()).path("x-headers");
    }
}
