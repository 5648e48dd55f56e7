package io.slipway.server.web.openapi;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.Access;
import io.slipway.server.web.Contract;
import io.slipway.server.web.Operation;
import io.slipway.server.web.PageSession;
import io.slipway.server.web.ProblemAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the OpenAPI 3.1 document of a table of operations. */
final class ApiDocument {
    /** Version of the interface, not of the program, which is nobody's business before he is signed in. */
    private static final String VERSION = "1.0.0";

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
    private static final String DEFINITION = "#/$defs/";
    private static final String COMPONENT = "#/components/schemas/";
    /** A response for at most so many codes is named and shared; others would have endless names. */
    private static final int MOST_NAMED = 2;

    private final ApiSchemas schemas;
    private final Set<ProblemCode> codes = new TreeSet<>();
    private final Map<String, ObjectNode> responses = new TreeMap<>();

    private ApiDocument(ApiSchemas schemas) {
        this.schemas = schemas;
    }

    static ObjectNode of(List<Operation> operations, ApiSchemas schemas) {
        return new ApiDocument(schemas).document(operations);
    }

    private ObjectNode document(List<Operation> operations) {
        var document = Json.object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", schemas.title("common"))
                .put("version", VERSION)
                .put("description", schemas.description("common"));
        document.put("jsonSchemaDialect", "https://json-schema.org/draft/2020-12/schema");
        document.set("servers", servers(Set.of(Operation.Side.ADMIN)));
        document.set("tags", tags(operations));
        document.set("paths", paths(operations));
        document.set("components", components());
        return document;
    }

    private ArrayNode tags(List<Operation> operations) {
        var used = operations.stream().map(ApiSchemas::group).collect(Collectors.toSet());
        var tags = Json.mapper().createArrayNode();
        ApiSchemas.GROUPS.stream().filter(used::contains).forEach(group -> tags.addObject()
                .put("name", group)
                .put("x-displayName", schemas.title(group))
                .put("description", schemas.description(group)));
        return tags;
    }

    private static ArrayNode servers(Set<Operation.Side> sides) {
        var servers = Json.mapper().createArrayNode();
        if (sides.contains(Operation.Side.ADMIN)) {
            servers.addObject()
                    .put("url", "/")
                    .put("description", "The admin listener: the loopback address that served this document.");
        }
        if (sides.contains(Operation.Side.LAN)) {
            servers.addObject()
                    .put("url", "https://192.0.2.10:8443")
                    .put(
                            "description",
                            "The listener for VMs, at an address of this machine; its certificate is pinned by the discs.");
        }
        return servers;
    }

    private ObjectNode paths(List<Operation> operations) {
        var paths = Json.object();
        var sides = operations.stream()
                .collect(Collectors.groupingBy(
                        ApiDocument::address,
                        Collectors.mapping(Operation::side, Collectors.toCollection(TreeSet::new))));
        for (var operation : operations) {
            var path = paths.withObjectProperty(operation.path());
            var method = operation.method().name().toLowerCase(Locale.ROOT);
            // What both listeners serve alike is one operation.
            if (!path.has(method)) {
                var described = operation(operation);
                var served = sides.getOrDefault(address(operation), new TreeSet<>());
                if (served.contains(Operation.Side.LAN)) {
                    described.set("servers", servers(served));
                }
                path.set(method, described);
            }
        }
        return paths;
    }

    private static String address(Operation operation) {
        return operation.method() + " " + operation.path();
    }

    private ObjectNode operation(Operation operation) {
        var json = Json.object().put("operationId", operation.contract().id()).put("summary", operation.summary());
        json.putArray("tags").add(ApiSchemas.group(operation));
        json.set("security", security(operation));
        var parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            json.set("parameters", parameters);
        }
        operation.contract().takes().ifPresent(body -> json.set("requestBody", body(operation, body)));
        json.set("responses", responses(operation));
        return json;
    }

    private static ArrayNode security(Operation operation) {
        var ways = Json.mapper().createArrayNode();
        switch (operation.proof()) {
            case NONE, LINK -> {}
            case BEARER ->
                ways.addObject().putArray("bearer").add(operation.access().name());
            case GUEST -> ways.addObject().putArray("guest");
            case SESSION -> {
                if (operation.access() == Access.OPEN) {
                    return ways;
                }
                var way = ways.addObject();
                way.putArray("session").add(operation.access().name());
                if (operation.method() != Operation.Method.GET) {
                    way.putArray("page");
                }
            }
        }
        return ways;
    }

    private ArrayNode parameters(Operation operation) {
        var parameters = Json.mapper().createArrayNode();
        PARAMETER
                .matcher(operation.path())
                .results()
                .forEach(match -> parameters.add(parameter(operation, match.group(1), "path")));
        operation.query().forEach(name -> parameters.add(parameter(operation, name, "query")));
        schemas.requestHeaders(operation).forEach(name -> parameters.add(parameter(operation, name, "header")));
        return parameters;
    }

    private ObjectNode parameter(Operation operation, String name, String place) {
        var said = schemas.parameter(operation, name);
        var json = Json.object()
                .put("name", name)
                .put("in", place)
                .put("required", place.equals("path") || said.path("required").asBoolean(false));
        json.set("description", said.path("description"));
        json.set("schema", moved(said.path("schema")));
        Optional.ofNullable(said.get("example")).ifPresent(example -> json.set("example", example));
        return json;
    }

    private ObjectNode body(Operation operation, Contract.Body body) {
        var json = Json.object().put("required", body.required());
        body.schema()
                .map(name -> schemas.schema(name).path("description").asString(""))
                .or(() -> schemas.fileBody(operation))
                .ifPresent(text -> json.put("description", text));
        json.putObject("content").set(body.mediaType(), media(body.mediaType(), body.schema()));
        return json;
    }

    private ObjectNode media(String type, Optional<String> schema) {
        var media = Json.object();
        var member = "schema";
        if (type.equals(Contract.EVENT_STREAM)) {
            // What OpenAPI 3.2 calls itemSchema; 3.1 has no word for the messages of a stream.
            media.putObject(member).put("type", "string");
            member = "x-itemSchema";
        }
        var place = member;
        schema.ifPresent(name -> media.putObject(place).put("$ref", COMPONENT + checked(name)));
        return media;
    }

    private String checked(String name) {
        var unused = schemas.schema(name);
        return name;
    }

    private ObjectNode responses(Operation operation) {
        var json = Json.object();
        for (var reply : operation.contract().replies()) {
            var response = json.putObject(Integer.toString(reply.status())).put("description", described(reply));
            if (!reply.headers().isEmpty()) {
                var headers = response.putObject("headers");
                reply.headers().forEach(name -> headers.putObject(name).put("$ref", "#/components/headers/" + name));
            }
            reply.mediaType().ifPresent(type -> response.putObject("content").set(type, media(type, reply.schema())));
        }
        Refused.byStatus(operation).forEach((status, refused) -> json.set(Integer.toString(status), refusal(refused)));
        return json;
    }

    private String described(Contract.Reply reply) {
        return reply.schema()
                .map(name -> schemas.schema(name).path("description").asString(""))
                .orElse(reply.mediaType().isEmpty() ? "Done; there is nothing to say." : "The content itself.");
    }

    private ObjectNode refusal(Set<ProblemCode> refused) {
        codes.addAll(refused);
        if (refused.size() > MOST_NAMED) {
            return problem(refused);
        }
        var name = refused.stream().map(ProblemCode::name).collect(Collectors.joining("."));
        responses.computeIfAbsent(name, unknown -> problem(refused));
        return Json.object().put("$ref", "#/components/responses/" + name);
    }

    private static ObjectNode problem(Set<ProblemCode> refused) {
        var json = Json.object()
                .put("description", refused.stream().map(ProblemCode::name).collect(Collectors.joining(", ")));
        var media = json.putObject("content").putObject(ProblemAnswer.MEDIA_TYPE);
        var both = media.putObject("schema").putArray("allOf");
        both.addObject().put("$ref", COMPONENT + "Problem");
        var names = both.addObject().putObject("properties").putObject("code").putArray("enum");
        var examples = media.putObject("examples");
        for (var code : refused) {
            names.add(code.name());
            examples.putObject(code.name()).put("$ref", "#/components/examples/" + code.name());
        }
        return json;
    }

    private ObjectNode components() {
        var components = Json.object();
        var all = components.putObject("schemas");
        schemas.all().forEach((name, schema) -> all.set(name, moved(schema)));
        var shared = components.putObject("responses");
        responses.forEach(shared::set);
        components.set("headers", schemas.headers());
        var examples = components.putObject("examples");
        codes.forEach(code -> examples.set(code.name(), example(code)));
        components.set("securitySchemes", securitySchemes());
        return components;
    }

    private static ObjectNode example(ProblemCode code) {
        var problem = Problem.of(code, "What happened, in a sentence or two.");
        var json = Json.object().put("summary", code.nextStep());
        json.set("value", ProblemAnswer.json(problem, "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"));
        return json;
    }

    private static ObjectNode securitySchemes() {
        var roles = Arrays.stream(Access.values())
                .filter(access -> access != Access.OPEN)
                .map(Access::name)
                .collect(Collectors.joining(", "));
        var json = Json.object();
        json.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "An API token. Roles include those before them: " + roles + ".");
        json.putObject("session")
                .put("type", "apiKey")
                .put("in", "cookie")
                .put("name", PageSession.COOKIE)
                .put("description", "The session of a signed-in browser, for pages only.");
        json.putObject("page")
                .put("type", "apiKey")
                .put("in", "header")
                .put("name", PageSession.PAGE_TOKEN)
                .put("description", "The page token of the session, for whatever changes something.");
        json.putObject("guest")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "The provisioning token of a VM; it may stand in the body instead.");
        return json;
    }

    /** The same with references into the document instead of into a file. */
    static JsonNode moved(JsonNode schema) {
        var copy = schema.deepCopy();
        move(copy);
        return copy;
    }

    private static void move(JsonNode node) {
        if (node instanceof ObjectNode object) {
            var reference = object.path("$ref");
            if (reference.isString() && reference.stringValue().startsWith(DEFINITION)) {
                object.put("$ref", COMPONENT + reference.stringValue().substring(DEFINITION.length()));
            }
        }
        node.forEach(ApiDocument::move);
    }
}
