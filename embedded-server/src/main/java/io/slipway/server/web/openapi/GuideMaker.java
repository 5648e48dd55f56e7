package io.slipway.server.web.openapi;

import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.Access;
import io.slipway.server.web.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;

/** Makes the guide for people from the same table and schemas as the document for programs. */
final class GuideMaker {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private final ApiSchemas schemas;

    GuideMaker(ApiSchemas schemas) {
        this.schemas = schemas;
    }

    ApiGuide guide(List<Operation> operations) {
        var groups = new ArrayList<ApiGuide.Group>();
        for (var group : ApiSchemas.GROUPS) {
            var entries = operations.stream()
                    .filter(operation -> ApiSchemas.group(operation).equals(group))
                    .map(this::entry)
                    .toList();
            if (!entries.isEmpty()) {
                groups.add(new ApiGuide.Group(group, schemas.title(group), schemas.description(group), entries));
            }
        }
        var shapes = schemas.all().keySet().stream().map(this::shape).toList();
        return new ApiGuide(schemas.title("common"), schemas.description("common"), groups, shapes);
    }

    private ApiGuide.Entry entry(Operation operation) {
        var contract = operation.contract();
        var body = contract.takes()
                .map(takes -> new ApiGuide.Body(
                        takes.mediaType(),
                        takes.required(),
                        takes.schema(),
                        takes.schema()
                                .map(this::description)
                                .or(() -> schemas.fileBody(operation))
                                .orElse("")));
        var answers = contract.replies().stream()
                .map(reply -> new ApiGuide.Answer(
                        reply.status(),
                        reply.mediaType(),
                        reply.schema(),
                        reply.schema().map(this::description).orElse(""),
                        List.copyOf(reply.headers())))
                .toList();
        return new ApiGuide.Entry(
                contract.id(),
                operation.method().name(),
                operation.path(),
                operation.side() == Operation.Side.ADMIN ? "admin" : "LAN",
                proof(operation),
                operation.summary(),
                inputs(operation),
                body,
                answers,
                refusals(operation));
    }

    private String description(String schema) {
        return schemas.schema(schema).path("description").asString("");
    }

    private static String proof(Operation operation) {
        var role = operation.access() == Access.OPEN
                ? ""
                : " of the role " + operation.access().name();
        return switch (operation.proof()) {
            case NONE -> "nothing";
            case BEARER -> "API token" + role;
            case SESSION -> operation.access() == Access.OPEN ? "nothing" : "browser session" + role;
            case GUEST -> "provisioning token of the VM";
            case LINK -> "the signed link itself";
        };
    }

    private List<ApiGuide.Input> inputs(Operation operation) {
        var inputs = new ArrayList<ApiGuide.Input>();
        PARAMETER
                .matcher(operation.path())
                .results()
                .forEach(match -> inputs.add(input(operation, match.group(1), "path")));
        operation.query().forEach(name -> inputs.add(input(operation, name, "query")));
        schemas.requestHeaders(operation).forEach(name -> inputs.add(input(operation, name, "header")));
        return inputs;
    }

    private ApiGuide.Input input(Operation operation, String name, String place) {
        var said = schemas.parameter(operation, name);
        return new ApiGuide.Input(
                name,
                place,
                place.equals("path") || said.path("required").asBoolean(false),
                SchemaWords.type(said.path("schema")),
                said.path("description").asString(""));
    }

    private static List<ApiGuide.Refusal> refusals(Operation operation) {
        return Refused.byStatus(operation).values().stream()
                .flatMap(Set::stream)
                .map(GuideMaker::refusal)
                .toList();
    }

    private static ApiGuide.Refusal refusal(ProblemCode code) {
        return new ApiGuide.Refusal(code.httpStatus(), code.name(), code.nextStep(), code.retryable());
    }

    private ApiGuide.Shape shape(String name) {
        var schema = schemas.schema(name);
        var members = new ArrayList<ApiGuide.Member>();
        members(schema, "", members);
        return new ApiGuide.Shape(
                name,
                schema.path("description").asString(""),
                SchemaWords.type(schema),
                schema.path("additionalProperties").isBoolean(),
                members,
                indented(schema.path("examples").path(0)));
    }

    private static String indented(JsonNode example) {
        var lines = new DefaultIndenter("  ", "\n");
        var printer = new DefaultPrettyPrinter().withArrayIndenter(lines).withObjectIndenter(lines);
        return Json.mapper().writer().with(printer).writeValueAsString(example);
    }

    private static void members(JsonNode schema, String at, List<ApiGuide.Member> into) {
        var required = new TreeSet<String>();
        schema.path("required").forEach(name -> required.add(name.asString("")));
        for (var entry : schema.path("properties").properties()) {
            var name = at + entry.getKey();
            var value = entry.getValue();
            into.add(new ApiGuide.Member(
                    name,
                    required.contains(entry.getKey()),
                    SchemaWords.type(value),
                    reference(value),
                    value.path("description").asString("")));
            members(value, name + ".", into);
            members(value.path("items"), name + "[].", into);
        }
        if (at.isEmpty()) {
            members(schema.path("items"), "[].", into);
        }
    }

    /** The named shape that a member, or each of its items, is. */
    private static Optional<String> reference(JsonNode schema) {
        return SchemaWords.name(schema).or(() -> SchemaWords.name(schema.path("items")));
    }
}
