package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.schema.SchemaCheck;
import io.slipway.server.web.Contract;
import io.slipway.server.web.Operation;
import io.slipway.server.web.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The document is valid OpenAPI 3.1, says everything about every route, and its examples are what it says. */
@Tag("F187")
class OpenApiTest {
    private static final Pattern ID = Pattern.compile("[a-z]+\\.[a-z][A-Za-z]*");
    private static final Pattern REFERENCE = Pattern.compile("#/components/(schemas|responses|headers|examples)/.+");

    @TempDir
    static Path folder;

    private static AdminRig rig;
    private static List<Operation> operations;
    private static ApiContract contract;

    @BeforeAll
    static void open() {
        rig = new AdminRig(folder);
        var routes = new AdminRoutes(AdminRig.parts(rig.agent), RateLimit.of(new RateLimit.Rate(1, 1), 1));
        operations = routes.operations();
        contract = new ApiContract(routes.reference().document().json());
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static JsonNode document() {
        return contract.document();
    }

    @Test
    void documentIsValidByTheSchemaOfOpenApiItself() throws IOException {
        JsonNode schema;
        try (var in = Operation.class.getResourceAsStream("openapi/openapi-3.1.schema.json")) {
            schema = Json.parse(in.readAllBytes());
        }

        assertThat(SchemaCheck.of(schema).check(document())).isEmpty();
    }

    @Test
    void everySchemaIsValidByItsDialect() {
        var dialect = SchemaCheck.of(Json.object().put("$ref", "https://json-schema.org/draft/2020-12/schema"));

        document().path("components").path("schemas").properties().forEach(entry -> assertThat(
                        dialect.check(entry.getValue()))
                .as(entry.getKey())
                .isEmpty());
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        var broken = new TreeSet<String>();
        references(document(), broken);

        assertThat(broken).isEmpty();
    }

    private static void references(JsonNode node, Set<String> broken) {
        var reference = node.path("$ref").asString("");
        if (!reference.isEmpty()
                && (!REFERENCE.matcher(reference).matches()
                        || document().at(reference.substring(1)).isMissingNode())) {
            broken.add(reference);
        }
        node.forEach(child -> references(child, broken));
    }

    @Test
    void everyRouteIsDocumentedWithAnIdASummaryAndAnAnswer() {
        var ids = new HashSet<String>();
        for (var operation : operations) {
            var what = operation.method() + " " + operation.path();
            assertThat(operation.contract().id()).as(what).matches(ID).satisfies(id -> assertThat(ids.add(id))
                    .as("twice: %s", id)
                    .isTrue());
            assertThat(operation.summary()).as(what).isNotBlank();
            assertThat(operation.contract().replies().size()
                            + operation.contract().refuses().size())
                    .as("%s answers nothing", what)
                    .isPositive();
            assertThat(contract.operation(operation.method().name(), operation.path()))
                    .as(what)
                    .isPresent();
        }
        // Each operation once, but for what both listeners serve alike.
        assertThat(methods()).hasSize(operations.size() - 1);
    }

    private static List<JsonNode> methods() {
        return document()
                .path("paths")
                .valueStream()
                .flatMap(JsonNode::valueStream)
                .toList();
    }

    @Test
    void whatChangesSomethingByPostOrPutSaysWhatItTakes() {
        // These read no body: what they do is said by their address alone.
        var without = Set.of(
                "hosts.check", "jobs.cancel", "jobs.retry", "vms.revealPasswords", "syncthing.other", "pages.end");
        for (var operation : operations) {
            boolean sends = operation.method() == Operation.Method.POST || operation.method() == Operation.Method.PUT;
            if (sends && !without.contains(operation.contract().id())) {
                assertThat(operation.contract().takes()).as(operation.path()).isPresent();
            }
        }
    }

    @Test
    void everySchemaIsUsedAndSaysWhatItIs() {
        var text = Json.write(document());
        document().path("components").path("schemas").properties().forEach(entry -> {
            assertThat(entry.getValue().path("description").asString(""))
                    .as(entry.getKey())
                    .isNotBlank();
            assertThat(text).as("unused").contains("\"#/components/schemas/" + entry.getKey() + "\"");
        });
    }

    @Test
    void bodiesAreStrictAsTheirRoutesAre() {
        for (var operation : operations) {
            operation.contract().takes().flatMap(Contract.Body::schema).ifPresent(name -> assertThat(document()
                            .path("components")
                            .path("schemas")
                            .path(name)
                            .path("additionalProperties")
                            .asBoolean(true))
                    .as(name)
                    .isFalse());
        }
    }

    @Test
    void everyExampleIsWhatItsSchemaSays() {
        document().path("components").path("schemas").properties().forEach(entry -> {
            var examples = entry.getValue().path("examples");
            assertThat(examples.isArray() && !examples.isEmpty())
                    .as("%s without an example", entry.getKey())
                    .isTrue();
            var check = SchemaCheck.of(contract.standalone(entry.getValue(), true));
            examples.forEach(example -> assertThat(check.check(example))
                    .as("%s: %s", entry.getKey(), example)
                    .isEmpty());
        });
    }

    @Test
    void everyParameterHasAnExampleOrADefaultThatItWouldTake() {
        for (var method : methods()) {
            for (var parameter : method.path("parameters")) {
                var what = method.path("operationId").asString("") + " "
                        + parameter.path("name").asString("");
                assertThat(parameter.path("description").asString("")).as(what).isNotBlank();
                var schema = parameter.path("schema");
                var value = parameter.has("example") ? parameter.path("example") : schema.path("default");
                assertThat(value.isMissingNode())
                        .as("%s without an example", what)
                        .isFalse();
                assertThat(SchemaCheck.of(schema).check(value)).as(what).isEmpty();
            }
        }
    }

    @Test
    void examplesOfProblemsAreProblems() {
        var check = SchemaCheck.of(contract.standalone(
                document().path("components").path("schemas").path("Problem"), true));

        document().path("components").path("examples").properties().forEach(entry -> {
            assertThat(check.check(entry.getValue().path("value")))
                    .as(entry.getKey())
                    .isEmpty();
            assertThat(entry.getValue().path("value").path("code").asString("")).isEqualTo(entry.getKey());
        });
    }

    @Test
    void documentIsServedToATokenOnlyAndNotSentTwice() {
        var path = "/api/v1/openapi.json";

        var first = rig.user("reader", io.slipway.server.base.Caller.Role.READ).get(path);
        var tag = first.headers().firstValue("ETag").orElseThrow();
        var again = rig.admin().send("GET", path, null, Map.of("If-None-Match", "\"other\", W/" + tag));
        var changed = rig.admin().send("GET", path, null, Map.of("If-None-Match", "\"other\""));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.headers().firstValue("Cache-Control")).contains("private, no-cache");
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(rig.nobody().get(path).status()).isEqualTo(401);
    }
}
