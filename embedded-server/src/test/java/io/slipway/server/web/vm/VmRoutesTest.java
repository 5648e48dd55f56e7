package io.slipway.server.web.vm;

import static io.slipway.server.guest.GuestRig.ANNA;
import static io.slipway.server.guest.GuestRig.OTHER_VM;
import static io.slipway.server.guest.GuestRig.VM;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Json;
import io.slipway.server.guest.TokenState;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.SealedFiles;
import io.slipway.server.vault.SecretBox;
import io.slipway.server.web.Http;
import io.slipway.server.web.RateLimit.Rate;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class VmRoutesTest {
    private static final String VALIDATE = "/api/v1/provisioning/validate-token";
    private static final String REPORT = "/api/v1/provisioning/report-progress";
    private static final String PLAYBOOK = "/api/v1/provisioning/playbook";
    private static final VmLimits WIDE = new VmLimits(new Rate(100_000, 100_000), new Rate(100_000, 100_000));

    @TempDir
    static Path folder;

    private static LanRig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new LanRig(folder, WIDE);
    }

    @AfterEach
    void wipe() {
        rig.guests.wipe();
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    @Tag("F058")
    void bearerAndBodyAgreeOnTheAnswer() {
        var token = rig.guests.token(VM, "name: x\n");
        var expected = Json.parseObject("""
                {"valid":true,"userId":"anna","tenantId":"default","bootstrap_url":null,"app_url":null,"playbook":true}
                """);

        assertThat(validate(token, VM).json()).isEqualTo(expected);
        assertThat(rig.http
                        .post(VALIDATE, uuid(VM), "Authorization", "Bearer " + token)
                        .json())
                .isEqualTo(expected);
        assertThat(rig.http
                        .post(VALIDATE, both(token, VM), "Authorization", "Bearer " + token)
                        .json())
                .isEqualTo(expected);
        var plain = rig.guests.token(OTHER_VM);
        assertThat(validate(plain, OTHER_VM).json().path("playbook").asBoolean())
                .isFalse();
    }

    @Test
    @Tag("F058")
    void twoDifferentTokensOrNoneOrAnotherVmAre401() {
        var token = rig.guests.token(VM);
        var other = rig.guests.token(OTHER_VM);

        var two = rig.http.post(VALIDATE, both(token, VM), "Authorization", "Bearer " + other);
        assertThat(two.status()).isEqualTo(401);
        assertThat(two.code()).isEqualTo("TOKEN_INVALID");
        assertThat(two.reason()).isEqualTo("two_tokens");
        assertThat(rig.http.post(VALIDATE, uuid(VM)).reason()).isEqualTo("missing");
        assertThat(validate(token, OTHER_VM).reason()).isEqualTo("vm_mismatch");
        assertThat(validate(token + "x", VM).reason()).isEqualTo("signature");
        assertThat(rig.http
                        .post(VALIDATE, Json.write(Json.object().put("token", token)))
                        .status())
                .isEqualTo(400);
        assertThat(rig.http
                        .post(VALIDATE, Json.write(Json.object().put("token", 7).put("vm_uuid", VM)))
                        .status())
                .isEqualTo(400);
    }

    @Test
    @Tag("F059")
    void aReportIsStoredAndAnsweredAsStored() {
        var token = rig.guests.token(VM);

        var answer =
                report(token, "windows_installed", "completed", Json.object().put("build", 26_100));

        assertThat(answer.status()).isEqualTo(200);
        var row = rig.guests.reports.list(ANNA, VM).getFirst();
        assertThat(answer.json().path("id").asString()).isEqualTo(row.id());
        assertThat(answer.json().path("step").asString()).isEqualTo("windows_installed");
        assertThat(answer.json().path("status").asString()).isEqualTo("completed");
        assertThat(answer.json().path("details").path("build").asInt()).isEqualTo(26_100);
        assertThat(answer.json().path("created_at").asString())
                .isEqualTo(row.at().toString());
        assertThat(answer.text()).doesNotContain(token);
    }

    @Test
    @Tag("F059")
    void aWrongReportIs400AndAfterCompletionEveryReportIs401() {
        var token = rig.guests.token(VM);
        assertThat(report(token, "x", "done", Json.object()).status()).isEqualTo(400);
        assertThat(report(token, "x", "COMPLETED", Json.object()).status()).isEqualTo(400);
        assertThat(report(token, "", "running", Json.object()).status()).isEqualTo(400);
        assertThat(report(token, "x".repeat(201), "running", Json.object()).status())
                .isEqualTo(400);
        var list = request(token, "x", "running");
        list.putArray("details");
        assertThat(rig.http.post(REPORT, Json.write(list)).status()).isEqualTo(400);
        assertThat(rig.guests.reports.list(ANNA, VM)).isEmpty();

        assertThat(report(token, "completed", "completed", Json.object()).status())
                .isEqualTo(200);

        var repeated = report(token, "completed", "completed", Json.object());
        assertThat(repeated.status()).isEqualTo(401);
        assertThat(repeated.reason()).isEqualTo("used");
        assertThat(validate(token, VM).reason()).isEqualTo("used");
        assertThat(rig.guests.tokens.find(ANNA, VM).orElseThrow().state()).isEqualTo(TokenState.USED);
    }

    @Test
    @Tag("F062")
    @Tag("F064")
    void detailsAndBodiesAreBounded() {
        var token = rig.guests.token(VM);
        var large = Json.object().put("log", "x".repeat(9000));
        assertThat(report(token, "x", "running", large).status()).isEqualTo(413);

        var body = rig.http.post(REPORT, "{\"token\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(body.status()).isEqualTo(413);
        assertThat(body.code()).isEqualTo("PAYLOAD_TOO_LARGE");
        assertThat(rig.guests.reports.list(ANNA, VM)).isEmpty();
    }

    @Test
    @Tag("F061")
    void theVmGetsItsPlaybookAndNobodyElseDoes() {
        var yaml = "name: кухня\nroles:\n  - role: base-system\n";
        var token = rig.guests.token(VM, yaml);
        var without = rig.guests.token(OTHER_VM);

        var answer = rig.http.get(PLAYBOOK, "Authorization", "Bearer " + token);

        assertThat(answer.text()).isEqualTo(yaml);
        assertThat(answer.header("content-type")).hasValue("text/yaml; charset=utf-8");
        assertThat(rig.http
                        .get(PLAYBOOK + "?vm_uuid=" + VM, "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(200);
        assertThat(rig.http
                        .get(PLAYBOOK + "?vm_uuid=" + OTHER_VM, "Authorization", "Bearer " + token)
                        .status())
                .isEqualTo(401);
        assertThat(rig.http.get(PLAYBOOK).status()).isEqualTo(401);
        assertThat(rig.http
                        .get(PLAYBOOK, "Authorization", "Bearer " + token + "A")
                        .status())
                .isEqualTo(401);
        assertThat(rig.http.get(PLAYBOOK, "Authorization", "Bearer " + without).code())
                .isEqualTo("PLAYBOOK_NOT_FOUND");
        rig.guests.tokens.revokeByVm(ANNA, VM);
        assertThat(rig.http.get(PLAYBOOK, "Authorization", "Bearer " + token).reason())
                .isEqualTo("revoked");
    }

    @Test
    @Tag("F064")
    void aBurstIs429WithRetryAfterPerTokenAndOthersGoOn(@TempDir Path other) throws Exception {
        try (var narrow = new LanRig(other, new VmLimits(new Rate(1, 5), new Rate(1, 8)))) {
            var token = narrow.guests.token(VM);
            var neighbour = narrow.guests.token(OTHER_VM);

            assertThat(statuses(narrow, 30, () -> narrow.http.post(VALIDATE, both(token, VM))))
                    .as("by token")
                    .containsOnlyKeys(200, 429);
            assertThat(narrow.http.post(VALIDATE, both(neighbour, OTHER_VM)).status())
                    .as("a neighbour at the same address")
                    .isEqualTo(200);
            assertThat(statuses(narrow, 30, () -> narrow.http.post(VALIDATE, both("nonsense", VM))))
                    .as("by address")
                    .containsOnlyKeys(401, 429);
            assertThat(statuses(narrow, 30, () -> narrow.http.get("/anything"))).containsKey(429);
            assertThat(narrow.http.post(VALIDATE, both(neighbour, OTHER_VM)).status())
                    .as("a stranger at the same address holds nobody up")
                    .isEqualTo(200);
        }
    }

    @Test
    @Tag("F181")
    void adminPathsAreNotThereOnTheLanAndTheVmRoutesAre() {
        for (var path : List.of(
                "/",
                "/api/v1/auth/whoami",
                "/api/v1/jobs",
                "/api/v1/provisioning/progress/" + VM,
                "/health/ready",
                "/health/live",
                "/ui/",
                "/api/v1/provisioning/validate-token/",
                "/enter")) {
            var answer = rig.http.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).as(path).isEqualTo("NOT_FOUND_ROUTE");
        }
        assertThat(rig.http.get(VALIDATE).status()).as("GET of a POST route").isEqualTo(404);
        assertThat(rig.http.get("/health").text()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(validate(rig.guests.token(VM), VM).status()).isEqualTo(200);
    }

    @Test
    @Tag("F181")
    void theListenerShowsTheAuthorityThatGuestsPinAndSpeaksTls12And13Only() throws Exception {
        for (var protocol : List.of("TLSv1.2", "TLSv1.3")) {
            try (var socket = connect(rig.ca, protocol)) {
                var chain = socket.getSession().getPeerCertificates();
                assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                assertThat(chain).hasSize(2);
                assertThat(chain[1]).isEqualTo(rig.ca.certificate());
            }
        }
        var stranger = LocalCa.open(
                folder.resolve("stranger"),
                new SealedFiles(new SecretBox(new byte[32], new SecureRandom())),
                rig.guests.clock,
                new SecureRandom());
        var thrown = org.assertj.core.api.Assertions.catchThrowableOfType(
                SSLException.class, () -> connect(stranger, "TLSv1.3").close());
        assertThat(thrown).as("another authority").isNotNull();
    }

    @Test
    void aNewLeafIsShownFromTheNextHandshakeOn() throws Exception {
        var loopback = InetAddress.getByName("127.0.0.1");
        var next = rig.ca.identity(Set.of(loopback, InetAddress.getByName("10.1.2.3")), Set.of("renewed.lan"));

        rig.server.reload(next);

        try (var socket = connect(rig.ca, "TLSv1.3")) {
            assertThat(socket.getSession().getPeerCertificates()[0]).isEqualTo(next.leaf());
        }
    }

    @Test
    @Tag("F058")
    @Tag("F059")
    void randomRequestsToEveryRouteAreRefusedCleanly() {
        long seed = 64_059;
        var random = new Random(seed);
        var token = rig.guests.token(VM);
        var good = Json.write(request(token, "x", "running"));
        for (int round = 0; round < 400; round++) {
            var path = List.of(VALIDATE, REPORT, PLAYBOOK).get(random.nextInt(3));
            var body = good.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt();
            }
            var method = random.nextInt(4) == 0 ? "PUT" : "POST";

            var answer = rig.http.send(method, path, body, "Content-Type", "application/json");

            assertThat(answer.status())
                    .as("seed %d round %d %s", seed, round, path)
                    .isIn(200, 400, 401, 404);
            if (answer.status() != 200) {
                assertThat(answer.header("content-type")).hasValue("application/problem+json;charset=utf-8");
                assertThat(answer.text()).doesNotContain("Exception").doesNotContain(token);
            }
        }
    }

    private static Http.Answer validate(String token, String vmUuid) {
        return rig.http.post(VALIDATE, both(token, vmUuid));
    }

    private static Http.Answer report(String token, String step, String status, ObjectNode details) {
        var request = request(token, step, status);
        request.set("details", details);
        return rig.http.post(REPORT, Json.write(request));
    }

    private static ObjectNode request(String token, String step, String status) {
        return Json.object()
                .put("token", token)
                .put("vm_uuid", VM)
                .put("step", step)
                .put("status", status);
    }

    private static String both(String token, String vmUuid) {
        return Json.write(Json.object().put("token", token).put("vm_uuid", vmUuid));
    }

    private static String uuid(String vmUuid) {
        return Json.write(Json.object().put("vm_uuid", vmUuid));
    }

    private static TreeMap<Integer, Integer> statuses(
            LanRig rig, int times, java.util.function.Supplier<Http.Answer> call) {
        var statuses = new TreeMap<Integer, Integer>();
        for (int i = 0; i < times; i++) {
            var answer = call.get();
            statuses.merge(answer.status(), 1, Integer::sum);
            if (answer.status() == 429) {
                assertThat(answer.header("retry-after"))
                        .as("port %d", rig.server.port())
                        .isPresent();
            }
        }
        return statuses;
    }

    private static SSLSocket connect(LocalCa ca, String protocol) throws Exception {
        var socket =
                (SSLSocket) LanRig.trust(ca, "TLS").getSocketFactory().createSocket("127.0.0.1", rig.server.port());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }
}
