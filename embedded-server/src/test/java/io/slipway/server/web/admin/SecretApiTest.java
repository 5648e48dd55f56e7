package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.TenantId;
import io.slipway.server.lab.pve.Faults;
import io.slipway.server.profile.BuiltInProfiles;
import io.slipway.server.web.Operation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The vault behind its API (requirements B.6, acceptance scenarios AC3, AC4 and AC8). */
@Timeout(120)
class SecretApiTest {
    private static final String SECRETS = "/api/v1/secrets";
    private static final String PROFILES = "/api/v1/unattend-profiles";
    private static final String CANARY = "Kanarienvogel-77!x";

    @TempDir
    Path folder;

    private AdminRig rig;
    private Api admin;

    @BeforeEach
    void start() {
        rig = new AdminRig(folder);
        admin = rig.admin();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    @Tag("F128")
    void answersTellWhatIsKnownOfASecretAndNeitherValueNorCiphertext() {
        var made = admin.post(SECRETS, secret("corp join", CANARY));
        var id = made.json().path("id").asString();
        var rotated = admin.post(SECRETS + "/" + id + "/rotate", Json.object().put("value", CANARY + "2"));

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).hasValue(SECRETS + "/" + id + "/meta");
        assertThat(rotated.json().path("version").intValue()).isEqualTo(2);
        assertThat(rotated.json().path("rotated_at").isNull()).isFalse();
        var meta = admin.get(SECRETS + "/" + id + "/meta");
        assertThat(meta.json().path("state").asString()).isEqualTo("set");
        assertThat(meta.json().path("label").asString()).isEqualTo("corp join");
        var kept = new ArrayList<>(rig.column("select nonce from secret_version"));
        kept.addAll(rig.column("select ciphertext from secret_version"));
        kept.addAll(rig.column("select json_extract(aad, '$.dataKey') from secret_version"));
        kept.add(CANARY);
        for (var answer : List.of(made, rotated, meta, admin.get(SECRETS))) {
            assertThat(answer.text()).doesNotContain(kept);
        }
        assertThat(admin.delete(SECRETS + "/" + id).status()).isEqualTo(200);
        assertThat(admin.get(SECRETS + "/" + id + "/meta").code()).isEqualTo("SECRET_NOT_FOUND");
    }

    @Test
    @Tag("F128")
    void aCiphertextThatThisVaultDidNotSealIsRefusedWithTheReason() {
        var foreign = Json.object()
                .put("label", "from elsewhere")
                .put("ciphertext", "AAAA")
                .put("alg", "AES-256-GCM")
                .put("key_id", "browser-1")
                .put("nonce", "AAAA");

        var refused = admin.post(SECRETS, foreign);
        var both = admin.post(SECRETS, foreign.deepCopy().put("value", "x"));
        var neither = admin.post(SECRETS, Json.object().put("label", "empty"));
        var idle = admin.post(SECRETS, secret("idle", "x").put("nonce", "AAAA"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("not sealed by this vault");
        assertThat(both.pointers()).containsExactly("/value");
        assertThat(neither.pointers()).containsExactly("/value");
        assertThat(idle.pointers()).containsExactly("/nonce");
        assertThat(admin.get(SECRETS).json().path("items").size()).isZero();
    }

    @Test
    @Tag("F131")
    void aBindingIsReplacedListedByItsScopeAndTakenBack() {
        var one = id(admin.post(SECRETS, secret("one", "first")));
        var two = id(admin.post(SECRETS, secret("two", "second")));

        var first = admin.post(SECRETS + "/bindings", binding("bot", "bot-1", "mail", one));
        var again = admin.post(SECRETS + "/bindings", binding("bot", "bot-1", "mail", two));
        var settings = admin.post(SECRETS + "/bindings", binding("vm_settings", "default", "proxmox", one));

        assertThat(first.status()).as(first.text()).isEqualTo(200);
        assertThat(first.json().path("warnings").size())
                .as("nothing here reads it")
                .isEqualTo(1);
        assertThat(again.json().path("secret_ref").asString()).isEqualTo(two);
        assertThat(settings.json().path("scope_type").asString()).isEqualTo("tenant");
        var bots = admin.get(SECRETS + "/bindings?scope_type=bot&scope_id=bot-1")
                .json()
                .path("items");
        assertThat(bots.size()).isEqualTo(1);
        assertThat(bots.path(0).path("secret_ref").asString()).isEqualTo(two);
        assertThat(admin.delete(SECRETS + "/" + two).code()).isEqualTo("WRONG_STATE");
        var path = SECRETS + "/bindings?scope_type=bot&scope_id=bot-1&field_name=mail";
        assertThat(admin.delete(path).status()).isEqualTo(200);
        assertThat(admin.delete(path).status()).isEqualTo(404);
        assertThat(admin.delete(SECRETS + "/" + two).status()).isEqualTo(200);
    }

    @Test
    @Tag("F131")
    void aBindingThatNothingWouldReadIsRefused() {
        rig.withLab(UnaryOperator.identity());
        var one = id(admin.post(SECRETS, secret("one", "first")));

        assertThat(bind("nobody", "x", "y", one)).isEqualTo("BAD_REQUEST");
        assertThat(bind("bot", "x", "y", "missing")).isEqualTo("SECRET_NOT_FOUND");
        assertThat(bind("host", "missing", "password", one)).isEqualTo("HOST_NOT_FOUND");
        assertThat(bind("host", "lab", "passphrase", one)).isEqualTo("UNPROCESSABLE");
        assertThat(bind("vm", "missing", "x", one)).isEqualTo("VM_NOT_FOUND");
        assertThat(bind("tenant", "other", "x", one)).isEqualTo("FORBIDDEN");
        assertThat(bind("profile", "missing", "/user/password", one)).isEqualTo("PROFILE_NOT_FOUND");
        assertThat(bind("profile", "windows-11-worker", "/user/password", one)).isEqualTo("UNPROCESSABLE");
        assertThat(bind("profile", "windows-11-worker", "/accounts/users/0/password/value", one))
                .isEmpty();
    }

    @Test
    @Tag("F131")
    @Tag("F137")
    void anotherTenantSeesAndChangesNothingOfTheSecrets() {
        rig.withLab(UnaryOperator.identity());
        var one = id(admin.post(SECRETS, secret("one", "first")));
        admin.post(SECRETS + "/bindings", binding("bot", "bot-1", "mail", one));
        var stranger = rig.user(new TenantId("other"), "eve", Caller.Role.ADMIN);
        var theirs = id(stranger.post(SECRETS, secret("theirs", "x")));

        assertThat(stranger.get(SECRETS).text()).doesNotContain(one);
        assertThat(stranger.get(SECRETS + "/bindings").json().path("items").size())
                .isZero();
        assertThat(stranger.get(SECRETS + "/" + one + "/meta").status()).isEqualTo(404);
        assertThat(stranger.post(SECRETS + "/" + one + "/rotate", Json.object().put("value", "x"))
                        .status())
                .isEqualTo(404);
        assertThat(stranger.delete(SECRETS + "/" + one).status()).isEqualTo(404);
        assertThat(stranger.post(SECRETS + "/bindings", binding("bot", "b", "mail", one))
                        .status())
                .isEqualTo(404);
        assertThat(stranger.post(SECRETS + "/bindings", binding("host", "lab", "password", theirs))
                        .status())
                .isEqualTo(404);
        assertThat(stranger.delete(SECRETS + "/bindings?scope_type=bot&scope_id=bot-1&field_name=mail")
                        .status())
                .isEqualTo(404);
        assertThat(admin.get(SECRETS + "/bindings?scope_type=bot")
                        .json()
                        .path("items")
                        .size())
                .isEqualTo(1);
    }

    @Test
    @Tag("F132")
    void aRotatedPasswordIsUsedByTheNextCommandAndBeforeThatByNone() {
        var lab = rig.withLab(UnaryOperator.identity());
        var ref = admin.get("/api/v1/hosts/lab").json().path("secret_ref").asString();
        admin.post("/api/v1/hosts/lab/check", null);
        lab.changeRootPassword("a-new-password-41c");

        var before = admin.post("/api/v1/hosts/lab/check", null);
        admin.post(SECRETS + "/" + ref + "/rotate", Json.object().put("value", "not-this-one"));
        var wrong = admin.post("/api/v1/hosts/lab/check", null);
        admin.post(SECRETS + "/" + ref + "/rotate", Json.object().put("value", "a-new-password-41c"));
        var after = admin.post("/api/v1/hosts/lab/check", null);

        assertThat(before.status()).as("the connection made before goes on").isEqualTo(200);
        assertThat(wrong.code()).as("new commands sign in anew").isEqualTo("SSH_AUTH_FAILED");
        assertThat(wrong.text()).doesNotContain("not-this-one");
        assertThat(after.status()).as(after.text()).isEqualTo(200);
        assertThat(rig.column("select distinct action from audit where object = '" + ref + "'"))
                .contains("secret.use", "secret.rotate");
    }

    @Test
    @Tag("F132")
    @Tag("F136")
    void anotherSecretCanBeBoundToAHostAndAMissingOneIsToldWithTheWayOut() {
        var lab = rig.withLab(UnaryOperator.identity());
        admin.post(SECRETS, secret("shared root", "a-new-password-41c"));
        lab.changeRootPassword("a-new-password-41c");

        var bound = admin.post(SECRETS + "/bindings", binding("host", "lab", "password", "shared root"));
        var after = admin.post("/api/v1/hosts/lab/check", null);
        var path = SECRETS + "/bindings?scope_type=host&field_name=password&scope_id="
                + bound.json().path("scope_id").asString();
        admin.delete(path);
        var gone = admin.post("/api/v1/hosts/lab/check", null);

        assertThat(after.status()).as(after.text()).isEqualTo(200);
        assertThat(gone.code()).isEqualTo("SSH_AUTH_FAILED");
        assertThat(gone.text()).contains("slipway secret bind");
        assertThat(admin.get("/api/v1/hosts/lab").json().path("secret_state").asString())
                .isEqualTo("not_set");
    }

    @Test
    @Tag("F136")
    void settingsHaveTheStateOfASecretWhereAPasswordWouldBe() {
        rig.withLab(UnaryOperator.identity());

        var host = admin.get("/api/v1/hosts").json().path("items").path(0);

        assertThat(host.path("secret_state").asString()).isEqualTo("set");
        assertThat(host.path("secret_ref").isString()).isTrue();
        for (var path : List.of("/api/v1/hosts", "/api/v1/hosts/lab", "/api/v1/about", "/api/v1/doctor")) {
            assertThat(names(admin.get(path).json())).as(path).noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT)
                    .contains("password"));
        }
    }

    @Test
    @Tag("F132")
    void anOrderGetsTheBoundSecretAndKeepsItsVersion() {
        rig.withLab(UnaryOperator.identity());
        var ref = id(admin.post(SECRETS, secret("worker", CANARY)));
        admin.post(SECRETS + "/bindings", binding("profile", "windows-11-worker", "/accounts/users/0/password", ref));

        var plan = admin.post("/api/v1/jobs/provision?dry_run=true", order());
        var job = admin.post("/api/v1/jobs/provision", order());
        admin.post(SECRETS + "/" + ref + "/rotate", Json.object().put("value", "another-value"));

        assertThat(job.status()).as(job.text()).isEqualTo(202);
        assertThat(plan.text() + job.text()).doesNotContain(CANARY);
        var used =
                rig.column("select json_extract(fields, '$.secrets') from job").getFirst();
        assertThat(used).contains(ref).contains("/accounts/users/0/password").contains("\"version\":1");
        rig.awaitJob(admin, job.json().path("job_id").asString());
    }

    @Test
    @Tag("F132")
    void aBoundSecretDoesNotMoveToAnotherAccountAndGoesFreeWithItsProfile() {
        var ref = id(admin.post(SECRETS, secret("boris", CANARY)));
        var profile = id(admin.post(PROFILES, team("anna", "boris")));
        var place = "/accounts/users/1/password";
        assertThat(admin.post(SECRETS + "/bindings", binding("profile", profile, place, ref))
                        .status())
                .isEqualTo(200);

        var refused = admin.put(PROFILES + "/" + profile, team("boris"));
        assertThat(refused.code()).as(refused.text()).isEqualTo("UNPROCESSABLE");
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/config" + place);
        assertThat(refused.json().path("detail").asString()).contains(place, "\"boris\"");
        assertThat(admin.put(PROFILES + "/" + profile, team("dora", "boris")).status())
                .isEqualTo(200);

        assertThat(admin.delete(SECRETS + "/" + ref).code()).isEqualTo("WRONG_STATE");
        assertThat(admin.delete(PROFILES + "/" + profile).status()).isEqualTo(200);
        assertThat(admin.get(SECRETS + "/bindings").json().path("items")).isEmpty();
        assertThat(admin.delete(SECRETS + "/" + ref).status()).isEqualTo(200);
    }

    private static ObjectNode team(String... names) {
        var config = BuiltInProfiles.find("windows-11-worker").orElseThrow().stored();
        var users = config.withObject("/accounts").putArray("users");
        for (var name : names) {
            users.addObject()
                    .put("name", name)
                    .putObject("password")
                    .putObject("generate")
                    .put("length", 20);
        }
        return Json.object().put("name", "team").set("config", config);
    }

    @Test
    @Tag("F135")
    void whatAHostSaysOfAPasswordThatIsBeingTriedIsCleanedToo() {
        var lab = rig.withLab(UnaryOperator.identity());
        var said = "no, " + AdminRig.PASSWORD + " is not welcome\n";
        lab.faults().always("pvesh|pveversion|qm|pvesm", new Faults.Answer(255, said, said));
        var key = admin.post(
                "/api/v1/hosts/fingerprint",
                Json.object().put("address", "127.0.0.1").put("port", lab.port()));

        var refused = admin.post(
                "/api/v1/hosts",
                AdminRig.hostBody(lab)
                        .put("name", "second")
                        .put("host_key", key.json().path("host_key").asString()));

        assertThat(refused.status()).as(refused.text()).isGreaterThanOrEqualTo(400);
        assertThat(refused.text()).doesNotContain(AdminRig.PASSWORD);
    }

    @Test
    @Tag("F134")
    void noAnswerOfAnyRouteHoldsASecret() {
        var lab = rig.withLab(UnaryOperator.identity());
        var detector = new Redactor();
        detector.learn(CANARY);
        detector.learn(AdminRig.PASSWORD);
        var values = filled();

        for (var route : rig.routes()) {
            for (var body : bodies(route)) {
                var path = route.path();
                for (var value : values.entrySet()) {
                    path = path.replace("{" + value.getKey() + "}", value.getValue());
                }
                path = path.replaceAll("\\{[a-z]+}", "x1");
                var answer = route.contract().endless()
                        ? admin.begin(path, Map.of())
                        : admin.send(route.method().name(), path, body, Map.of());

                assertThat(answer.status()).as("%s %s", route.method(), path).isNotEqualTo(500);
                var text = answer.text();
                assertThat(masked(detector.clean(text)))
                        .as("%s %s", route.method(), path)
                        .isEqualTo(masked(text));
            }
        }
        // What streams tell goes on for ever: it is read where it is kept.
        assertThat(rig.column("select data from event"))
                .isNotEmpty()
                .allSatisfy(told -> assertThat(masked(detector.clean(told))).isEqualTo(masked(told)));
        assertThat(lab.commands()).noneMatch(command -> !detector.clean(command).equals(command));
    }

    /** Without what looks like a token: new tokens are shown once to whoever makes them. */
    private static String masked(String text) {
        return new Redactor().clean(text);
    }

    /** Something to look at behind every kind of path parameter, with marked secrets in it. */
    private Map<String, String> filled() {
        var secret = id(admin.post(SECRETS, secret("canary", CANARY)));
        var profile = admin.post(
                "/api/v1/unattend-profiles",
                Json.object().put("name", "marked").set("config", Json.parseObject("""
                        {"user":{"nameMode":"fixed","password":"%s"},"computerName":{"mode":"random"},
                         "softwareRemoval":{"mode":"fixed"},"capabilityRemoval":{"mode":"fixed"}}""".formatted(CANARY))));
        assertThat(profile.status()).as(profile.text()).isEqualTo(201);
        var job = admin.post("/api/v1/jobs/provision", order().put("profile", "marked"));
        assertThat(job.status()).as(job.text()).isEqualTo(202);
        var id = job.json().path("job_id").asString();
        rig.awaitJob(admin, id);
        return Map.of("secret", secret, "profile", id(profile), "job", id, "host", "lab", "vm", "crawl-01");
    }

    /** Nothing, and for requests with a body also one in which every likely field is wrong or marked. */
    private static List<ObjectNode> bodies(Route route) {
        var bodies = new ArrayList<ObjectNode>();
        bodies.add(null);
        if (route.method() != Operation.Method.GET && route.method() != Operation.Method.DELETE) {
            bodies.add(Json.object());
            var marked = Json.object();
            for (var field : List.of("password", "value", "token", "label", "name", "config", "profile_config")) {
                marked.put(field, CANARY);
            }
            bodies.add(marked);
            bodies.add(Json.object().set("config", Json.parseObject("""
                    {"user":{"nameMode":"fixed","password":["%s"]}}""".formatted(CANARY))));
            bodies.add(Json.object().set("profile_config", Json.parseObject("""
                    {"schemaVersion":1,"accounts":{"users":[{"password":{"value":"%s\\u0001"}}]}}""".formatted(CANARY))));
        }
        return bodies;
    }

    private static ObjectNode order() {
        var order = Json.object()
                .put("host", "lab")
                .put("template", "win11-tpl")
                .put("profile", "windows-11-worker")
                .put("name_pattern", "crawl-{n:2}")
                .put("count", 1);
        order.putObject("network")
                .put("mode", "static")
                .put("from", "10.20.0.10")
                .put("to", "10.20.0.250")
                .put("prefix", 24)
                .put("gateway", "10.20.0.1");
        return order;
    }

    private static List<String> names(JsonNode json) {
        var names = new ArrayList<String>(json.propertyNames());
        json.forEach(child -> names.addAll(names(child)));
        return names;
    }

    private static ObjectNode secret(String label, String value) {
        return Json.object().put("label", label).put("value", value);
    }

    private static ObjectNode binding(String scope, String scopeId, String field, String ref) {
        return Json.object()
                .put("scope_type", scope)
                .put("scope_id", scopeId)
                .put("field_name", field)
                .put("secret_ref", ref);
    }

    private String bind(String scope, String scopeId, String field, String ref) {
        return admin.post(SECRETS + "/bindings", binding(scope, scopeId, field, ref))
                .code();
    }

    private static String id(Api.Answer answer) {
        return answer.json().path("id").asString();
    }
}
