package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.web.Contract;
import io.slipway.server.web.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a running agent for everything that the document promises. {@link Api} compares each answer with the document, here as in
 * all other tests.
 */
@Tag("F187")
@Timeout(120)
class ContractTest {
    private static final String STRANGE = "no_such_field";
    private static final String VM = "0193a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b";

    @TempDir
    static Path folder;

    private static AdminRig rig;
    private static Api admin;
    private static ApiContract contract;
    private static List<Operation> operations;
    /** Values of path parameters, by name. */
    private static final Map<String, String> THINGS = new HashMap<>();

    @BeforeAll
    static void fill() {
        rig = new AdminRig(folder);
        admin = rig.admin();
        operations = rig.operations();
        contract = new ApiContract(admin.get("/api/v1/openapi.json").body());
        rig.withLab(UnaryOperator.identity());
        admin.put("/api/v1/hosts/lab/template-mappings/usual", Json.object().put("template_id", 9001));
        var job = made("/api/v1/jobs/provision", AdminRig.clone("pc-01"), "job_id");
        rig.awaitJob(admin, job);
        THINGS.put("host", "lab");
        THINGS.put("agent", "lab");
        THINGS.put("job", job);
        THINGS.put("command", job);
        var vm = admin.get("/api/v1/vms/pc-01").json().path("id").asString("");
        THINGS.put("vm", vm);
        THINGS.put("uuid", vm);
        THINGS.put("profile", made("/api/v1/unattend-profiles", example("NewProfile"), "id"));
        THINGS.put("playbook", made("/api/v1/playbooks", example("NewPlaybook"), "id"));
        THINGS.put("secret", made("/api/v1/secrets", example("NewSecret"), "id"));
        THINGS.put("node", made("/api/nodes", example("NewNode"), "id"));
        THINGS.put("user", "operator");
        THINGS.put("module", "agent");
        THINGS.put("notification", "job-" + job);
        made("/api/v1/provisioning/issue-token", Json.object().put("vm_uuid", vm), "token_id");
        made("/api/v1/api-tokens", example("NewApiToken"), "id");
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static String made(String path, Object body, String member) {
        var answer = admin.post(path, body);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer.json().path(member).asString("");
    }

    /** What the document shows; a client begins by copying it. */
    private static JsonNode example(String schema) {
        return contract.document()
                .path("components")
                .path("schemas")
                .path(schema)
                .path("examples")
                .path(0);
    }

    private static String aimed(Operation operation) {
        var path = operation.path();
        for (var entry : THINGS.entrySet()) {
            path = path.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return path.replaceAll("\\{[a-zA-Z]+}", "none");
    }

    private static boolean program(Operation operation) {
        return operation.side() == Operation.Side.ADMIN && operation.proof() != Operation.Proof.SESSION;
    }

    /** The table is what is served: the document says no less, and a client that follows it reaches every route. */
    @Test
    void documentThatIsServedNamesEveryOperationOfTheTableAndNoOther() {
        var served = new TreeSet<String>();
        operations.forEach(operation -> served.add(operation.method() + " " + operation.path()));
        var documented = new TreeSet<String>();
        contract.document().path("paths").properties().forEach(path -> path.getValue()
                .propertyNames()
                .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));

        assertThat(documented).isEqualTo(served);
    }

    @Test
    void everyLookAnswersAsDocumented() {
        var failed = new ArrayList<String>();
        for (var operation : operations) {
            if (operation.method() == Operation.Method.GET && program(operation)) {
                var answer = look(operation, aimed(operation));
                if (answer.status() != 200) {
                    failed.add(operation.path() + " " + answer.text());
                }
            }
        }

        assertThat(failed).isEmpty();
    }

    /** A stream has no end: what it begins with is looked at. */
    private static Api.Answer look(Operation operation, String address) {
        return operation.contract().endless() ? admin.begin(address, Map.of()) : admin.get(address);
    }

    @Test
    void everyPageAnswersAsDocumented() {
        var browser = new Browser(rig);
        browser.enter(
                admin.post("/api/v1/sessions/code", null).json().path("url").asString(""));

        for (var operation : operations) {
            if (operation.proof() == Operation.Proof.SESSION && operation.method() == Operation.Method.GET) {
                var answer = operation.contract().endless()
                        ? browser.begin(operation.path())
                        : browser.get(operation.path());
                assertThat(operation.contract().replies())
                        .as(operation.path())
                        .extracting(Contract.Reply::status)
                        .contains(answer.status());
            }
        }
    }

    @Test
    void everyLookOfAVmAnswersAsDocumented() throws Exception {
        var tokens = rig.agent.parts().guestTokens();
        var order = new TokenOrder(
                VM,
                Optional.empty(),
                Optional.empty(),
                Optional.of(example("NewPlaybook").path("content").asString("")));
        var token = tokens.issue(new Caller(TenantId.DEFAULT, "operator", Caller.Role.ADMIN), order)
                .text()
                .reveal();
        try (var lan = rig.lan(token)) {
            assertThat(lan.api().get("/health").status()).isEqualTo(200);
            assertThat(lan.api()
                            .get("/api/v1/provisioning/playbook?vm_uuid=" + VM)
                            .status())
                    .isEqualTo(200);
            assertThat(lan.api()
                            .post(
                                    "/api/v1/provisioning/validate-token",
                                    Json.object().put("vm_uuid", VM))
                            .status())
                    .isEqualTo(200);
            var report = Json.object().put("vm_uuid", VM).put("step", "disc").put("status", "running");
            assertThat(lan.api()
                            .post("/api/v1/provisioning/report-progress", report)
                            .status())
                    .isEqualTo(200);
            assertThat(lan.api().get("/files/nonsense").code()).isEqualTo("LINK_INVALID");
        }
    }

    @Test
    void everyRouteRefusesAParameterThatItDoesNotKnow() {
        var taken = new ArrayList<String>();
        for (var operation : operations) {
            boolean shared =
                    List.of("health", "auth").contains(operation.contract().id().split("\\.", 2)[0])
                            && operation.method() == Operation.Method.GET;
            if (!program(operation) || shared) {
                continue;
            }
            var answer =
                    admin.send(operation.method().name(), aimed(operation) + "?no_such_parameter=1", null, Map.of());
            if (answer.status() != 400 || !answer.text().contains("no_such_parameter is not a parameter")) {
                taken.add(operation.method() + " " + operation.path() + " " + answer.text());
            }
        }

        assertThat(taken).isEmpty();
    }

    /** Both ways: what the document names is known, and what the route knows is documented. */
    @Test
    void everyRouteThatTakesADocumentKnowsTheDocumentedFieldsAndRefusesOthers() throws Exception {
        var wrong = new ArrayList<String>();
        try (var lan = rig.lan("")) {
            for (var operation : operations) {
                var schema = body(operation);
                if (schema.isEmpty()) {
                    continue;
                }
                var body = Json.object();
                schema.get().path("properties").propertyNames().forEach(body::putNull);
                body.put(STRANGE, true);
                var api = operation.side() == Operation.Side.LAN ? lan.api() : api(operation);
                var answer = api.send(operation.method().name(), aimed(operation), body, origin(operation));
                var known = new TreeSet<>(
                        List.of(answer.json().at("/context/known").asString("").split(", ", -1)));
                var named = new TreeSet<>(schema.get().path("properties").propertyNames());
                if (named.isEmpty()) {
                    named.add("");
                }
                if (answer.status() != 400
                        || !answer.pointers().equals(List.of("/" + STRANGE))
                        || !known.equals(named)) {
                    wrong.add(operation.method() + " " + operation.path() + " " + answer.text() + " documented: "
                            + named);
                }
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void objectsInsideDocumentsAreReadAsStrictly() {
        var wrong = new ArrayList<String>();
        int seen = 0;
        for (var operation : operations) {
            if (!program(operation) || body(operation).isEmpty()) {
                continue;
            }
            var schema = body(operation).get();
            for (var property : schema.path("properties").properties()) {
                var inner = inner(property.getValue());
                if (!inner.path("additionalProperties").asBoolean(true)) {
                    seen++;
                    var body = exampleWith(schema, property.getKey());
                    var object = body.withObjectProperty(property.getKey());
                    object.put(STRANGE, true);
                    var answer = admin.send(operation.method().name(), aimed(operation), body, Map.of());
                    var pointer = "/" + property.getKey() + "/" + STRANGE;
                    if (answer.status() != 400
                            || !answer.pointers().contains(pointer)
                            || unknown(answer).size() > 1) {
                        wrong.add(operation.method() + " " + operation.path() + " " + answer.text());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(15);
    }

    /** The example that shows this member; members may exclude each other. */
    private static ObjectNode exampleWith(JsonNode schema, String member) {
        var examples = schema.path("examples");
        return (ObjectNode) examples.valueStream()
                .filter(example -> example.has(member))
                .findFirst()
                .orElseGet(() -> examples.path(0))
                .deepCopy();
    }

    private static List<String> unknown(Api.Answer answer) {
        return answer.json()
                .path("errors")
                .valueStream()
                .filter(error -> error.path("message").asString("").contains("not known"))
                .map(error -> error.path("pointer").asString(""))
                .toList();
    }

    private static JsonNode inner(JsonNode property) {
        var choice = property.has("anyOf") ? property.path("anyOf").path(0) : property;
        var reference = choice.path("$ref").asString("");
        return reference.isEmpty() ? choice : contract.document().at(reference.substring(1));
    }

    private static Api api(Operation operation) {
        return operation.proof() == Operation.Proof.SESSION ? rig.nobody() : admin;
    }

    private static Map<String, String> origin(Operation operation) {
        return operation.proof() == Operation.Proof.SESSION
                ? Map.of("Origin", rig.url().toString())
                : Map.of();
    }

    private static Optional<JsonNode> body(Operation operation) {
        return operation.contract().takes().flatMap(Contract.Body::schema).map(name -> contract.document()
                .path("components")
                .path("schemas")
                .path(name));
    }

    @Test
    void everyQueryParameterIsRefusedOutsideItsBoundsAndTakenInside() {
        var wrong = new ArrayList<String>();
        int tried = 0;
        for (var operation : operations) {
            if (!program(operation) || operation.query().isEmpty() || operation.method() != Operation.Method.GET) {
                continue;
            }
            var documented = contract.operation("GET", operation.path()).orElseThrow();
            for (var parameter : documented.path("parameters")) {
                if (!parameter.path("in").asString("").equals("query")) {
                    continue;
                }
                var schema = parameter.path("schema");
                for (var bad : outside(schema)) {
                    tried++;
                    var answer = asked(operation, parameter, bad);
                    if (answer.status() != 400 || !answer.code().equals("BAD_REQUEST")) {
                        wrong.add(operation.path() + " takes " + parameter.path("name") + "=" + bad + " "
                                + answer.text());
                    }
                }
                for (var good : inside(parameter)) {
                    tried++;
                    var answer = asked(operation, parameter, good);
                    if (answer.status() == 400) {
                        wrong.add(operation.path() + " refuses " + parameter.path("name") + "=" + good + " "
                                + answer.text());
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(tried).isGreaterThan(60);
    }

    private static Api.Answer asked(Operation operation, JsonNode parameter, String value) {
        var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        return look(operation, aimed(operation) + "?" + parameter.path("name").asString("") + "=" + encoded);
    }

    private static List<String> outside(JsonNode schema) {
        var bad = new ArrayList<String>();
        switch (schema.path("type").asString("")) {
            case "integer" -> {
                bad.add("many");
                bad.add(Long.toString(schema.path("minimum").longValue() - 1));
                bad.add(Long.toString(schema.path("maximum").longValue() + 1));
            }
            case "boolean" -> bad.add("perhaps");
            default -> {
                bad.add("a\nb");
                if (schema.has("enum") || schema.has("pattern") || schema.has("format")) {
                    bad.add("!");
                }
                if (schema.has("maxLength")) {
                    bad.add("x".repeat(schema.path("maxLength").intValue() + 1));
                }
            }
        }
        return bad;
    }

    private static List<String> inside(JsonNode parameter) {
        var schema = parameter.path("schema");
        var good = new ArrayList<String>();
        schema.path("enum").forEach(value -> good.add(value.asString("")));
        if (schema.has("minimum")) {
            good.add(schema.path("minimum").toString());
            good.add(schema.path("maximum").toString());
        }
        if (parameter.path("example").isString()) {
            good.add(parameter.path("example").stringValue());
        }
        return good;
    }
}
