package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.schema.SchemaCheck;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares answers with what the OpenAPI document says about them: status, media type, headers, body, codes of problems.
 *
 * <p>The document lets answers grow; here they may not, so that no member goes undocumented.
 */
final class ApiContract {
    private static final Pattern ORIGIN_AND_QUERY = Pattern.compile("^https?://[^/]+|[?#].*$");
    private static final String SCHEMAS = "#/components/schemas/";

    private static final AtomicReference<ApiContract> CURRENT = new AtomicReference<>();

    private final JsonNode document;
    /** What the control panel serves: for people, so the document does not say it. */
    private final Set<String> pages = new TreeSet<>();

    private final Map<JsonNode, SchemaCheck> checks = new ConcurrentHashMap<>();

    ApiContract(byte[] document) {
        this.document = Json.parse(document);
    }

    /** From now on every answer to a test is compared with what these routes announce. */
    static void keep(AdminRoutes routes) {
        if (CURRENT.get() == null) {
            var contract = new ApiContract(routes.reference().document().json());
            routes.panel().forEach(page -> contract.pages.add(page.method() + " " + page.path()));
            CURRENT.set(contract);
        }
    }

    /** Fails when the answer is not one that the document announces. */
    static void kept(String method, String path, Api.Answer answer) {
        var contract = CURRENT.get();
        if (contract != null) {
            contract.require(method, path, answer.status(), answer.headers(), answer.body());
        }
    }

    /** Fails when a message of a stream is not one that the document announces. */
    static void heard(SseClient.Message message) {
        var contract = CURRENT.get();
        if (contract != null) {
            var written = Json.object()
                    .put("event", message.event())
                    .put("id", message.id())
                    .put("data", message.data());
            contract.requireShape("StreamMessage", written);
            var shape =
                    switch (message.event()) {
                        case "snapshot", "beat", "reread" -> "StreamPosition";
                        case "end" -> "StreamEnd";
                        default -> "StreamEvent";
                    };
            contract.requireShape(shape, message.json());
        }
    }

    private void requireShape(String name, JsonNode value) {
        var schema = document.path("components").path("schemas").path(name);
        assertThat(check(schema).check(value)).as("%s %s", name, value).isEmpty();
    }

    JsonNode document() {
        return document;
    }

    /** The operation that serves a path, the first that fits as in the listener; empty for none. */
    Optional<JsonNode> operation(String method, String path) {
        var plain = ORIGIN_AND_QUERY.matcher(path).replaceAll("");
        return document.path("paths").properties().stream()
                .filter(entry -> fits(entry.getKey(), plain))
                .map(entry -> entry.getValue().path(method.toLowerCase(Locale.ROOT)))
                .filter(JsonNode::isObject)
                .findFirst();
    }

    private static boolean fits(String template, String path) {
        var form = new StringBuilder();
        for (var part : template.split("/", -1)) {
            form.append('/').append(part.startsWith("{") ? "[^/]+" : Pattern.quote(part));
        }
        return Pattern.matches(form.substring(1), path);
    }

    private void require(String method, String path, int status, HttpHeaders headers, byte[] body) {
        var what = method + " " + path + " answered " + status;
        var operation = operation(method, path);
        if (operation.isEmpty()) {
            var plain = ORIGIN_AND_QUERY.matcher(path).replaceAll("");
            if (pages.stream().anyMatch(page -> fits(page, method + " " + plain))) {
                return;
            }
            assertThat(status).as("undocumented: %s", what).isGreaterThanOrEqualTo(400);
            return;
        }
        var type = headers.firstValue("Content-Type").orElse("").split(";", 2)[0];
        if (type.equals("application/problem+json")
                && Json.parse(body).path("code").asString("").equals("NOT_FOUND_ROUTE")) {
            // The other listener's route, or a path that only looks like one of ours.
            return;
        }
        var response = resolved(operation.get().path("responses").path(Integer.toString(status)));
        assertThat(response.isObject())
                .as("undocumented status: %s %s", what, new String(body, StandardCharsets.UTF_8))
                .isTrue();
        for (var name : response.path("headers").propertyNames()) {
            assertThat(headers.firstValue(name))
                    .as("%s without the header %s", what, name)
                    .isPresent();
        }
        if (response.path("content").isMissingNode()) {
            assertThat(body).as("%s with a body", what).isEmpty();
            return;
        }
        var media = response.path("content").path(type);
        assertThat(media.isObject()).as("%s as undocumented %s", what, type).isTrue();
        if (media.has("schema") && type.endsWith("json")) {
            var errors = check(media.path("schema")).check(Json.parse(body));
            assertThat(errors)
                    .as("%s with %s", what, new String(body, StandardCharsets.UTF_8))
                    .isEmpty();
        }
    }

    private JsonNode resolved(JsonNode node) {
        var reference = node.path("$ref").asString("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }

    private SchemaCheck check(JsonNode schema) {
        return checks.computeIfAbsent(schema, unknown -> SchemaCheck.of(standalone(schema, true)));
    }

    /** A schema of the document with all that it refers to. */
    ObjectNode standalone(JsonNode schema, boolean closed) {
        var names = new TreeSet<String>();
        collect(schema, names);
        var whole = (ObjectNode) schema.deepCopy();
        if (!names.isEmpty()) {
            var all = Json.object();
            names.forEach(name -> all.set(
                    name, document.path("components").path("schemas").path(name).deepCopy()));
            whole.set("$defs", all);
        }
        point(whole);
        if (closed) {
            close(whole);
        }
        return whole;
    }

    private void collect(JsonNode node, TreeSet<String> names) {
        var reference = node.path("$ref");
        if (reference.isString() && reference.stringValue().startsWith(SCHEMAS)) {
            var name = reference.stringValue().substring(SCHEMAS.length());
            if (names.add(name)) {
                collect(document.path("components").path("schemas").path(name), names);
            }
        }
        node.forEach(child -> collect(child, names));
    }

    private static void point(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("$ref").isString()) {
            object.put("$ref", object.path("$ref").stringValue().replace(SCHEMAS, "#/$defs/"));
        }
        node.forEach(ApiContract::point);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asString("").equals("object")
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ApiContract::close);
    }
}
