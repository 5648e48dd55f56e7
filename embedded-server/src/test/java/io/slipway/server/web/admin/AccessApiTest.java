package io.slipway.server.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.web.Access;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.Surface;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what on the admin listener (requirements B.9). */
class AccessApiTest {
    @TempDir
    static Path folder;

    static AdminRig rig;

    @BeforeAll
    static void start() {
        rig = new AdminRig(folder);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    @Tag("F145")
    void everyRouteOfTheTableNeedsATokenAndAtLeastItsRole() {
        var reader = rig.user("reader", Caller.Role.READ);

        for (var route : rig.routes()) {
            if (route.surface() == Surface.PAGE) {
                continue;
            }
            var path = route.path().replaceAll("\\{[a-z]+}", "x1");
            var unknown = rig.nobody().send(route.method().name(), path, null, Map.of());
            assertThat(unknown.status()).as("%s %s", route.method(), path).isEqualTo(401);
            assertThat(unknown.code()).isEqualTo("UNAUTHORIZED");
            if (route.access() != Access.READ) {
                var refused = reader.send(route.method().name(), path, null, Map.of());
                assertThat(refused.status()).as("%s %s", route.method(), path).isEqualTo(403);
            }
        }
    }

    @Test
    @Tag("F145")
    void whoamiAndVerifyTellWhoseTokenItIs() {
        var api = rig.user("anna", Caller.Role.OPERATE);

        var whoami = api.get("/api/v1/auth/whoami").json();
        var good = api.post("/api/v1/auth/verify", Json.object().put("token", api.token()));
        var bad = api.post("/api/v1/auth/verify", Json.object().put("token", "slp_api_nonsense"));

        assertThat(whoami.path("user_id").asString()).isEqualTo("anna");
        assertThat(whoami.path("tenant_id").asString()).isEqualTo("default");
        assertThat(whoami.path("role").asString()).isEqualTo("OPERATE");
        assertThat(good.json().path("valid").booleanValue()).isTrue();
        assertThat(bad.json().path("valid").booleanValue()).isFalse();
    }

    @Test
    @Tag("F145")
    void correlationIdComesBackAndStandsInProblemsAndInTheAuditTrail() {
        var api = rig.admin();

        var answer = api.send("DELETE", "/api/v1/hosts/none", null, Map.of("x-correlation-id", "from-the-caller-1"));

        assertThat(answer.headers().firstValue("x-correlation-id")).hasValue("from-the-caller-1");
        assertThat(answer.json().path("correlation_id").asString()).isEqualTo("from-the-caller-1");
        assertThat(rig.column("select action || ' ' || object || ' ' || detail from audit"))
                .anyMatch(line ->
                        line.startsWith("api.DELETE /api/v1/hosts/{host} none") && line.contains("from-the-caller-1"));
    }

    @Test
    @Tag("F145")
    void userWhoAsksTooOftenWaitsAndOthersDoNot(@TempDir Path other) {
        try (var small = new AdminRig(other, new RateLimit.Rate(1, 3))) {
            var busy = small.user("busy", Caller.Role.READ);
            var calm = small.user("calm", Caller.Role.READ);

            for (int i = 0; i < 3; i++) {
                assertThat(busy.get("/api/v1/hosts").status()).isEqualTo(200);
            }
            var refused = busy.get("/api/v1/hosts");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.code()).isEqualTo("RATE_LIMITED");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(calm.get("/api/v1/hosts").status()).isEqualTo(200);
            assertThat(small.nobody().get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    @Tag("F145")
    void requestOfAnotherSiteIsRefusedEvenWithAGoodToken() {
        var api = rig.admin();

        var origin = api.send("GET", "/api/v1/about", null, Map.of("Origin", "https://evil.example"));
        var site = api.send("GET", "/api/v1/about", null, Map.of("Sec-Fetch-Site", "cross-site"));

        assertThat(origin.status()).isEqualTo(403);
        assertThat(site.status()).isEqualTo(403);
    }

    @Test
    @Tag("F145")
    void foreignHostNameIsRefusedBecauseItMayPointHere() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.port())) {
            var request =
                    "GET /api/v1/about HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\nAuthorization: Bearer "
                            + rig.admin().token() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    @Tag("F181")
    void adminListenerAnswersOnTheLoopbackOnly() throws IOException {
        var outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();

        assertThat(rig.url().getHost()).isEqualTo("127.0.0.1");
        for (var address : outside) {
            try (var socket = new Socket()) {
                assertThat(catchThrowable(
                                () -> socket.connect(new InetSocketAddress(address, rig.server.port()), 2000)))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    @Tag("F181")
    void adminRoutesAreNotServedOnTheListenerOfTheVms() throws Exception {
        for (var path : new String[] {"/api/v1/about", "/api/v1/hosts", "/api/commands/x", "/api/v1/auth/whoami"}) {
            var answer = rig.overLan(path, rig.admin().token());
            assertThat(answer).as(path).isEqualTo(404);
        }
        assertThat(rig.overLan("/health", "")).isEqualTo(200);
    }

    @Test
    @Tag("F146")
    void deadDatabaseMakesNotReadyButAlive(@TempDir Path other) {
        try (var sick = new AdminRig(other)) {
            assertThat(sick.nobody().get("/health/ready").status()).isEqualTo(200);

            sick.agent.parts().database().close();

            assertThat(sick.nobody().get("/health/ready").status()).isEqualTo(503);
            assertThat(sick.nobody().get("/health/live").status()).isEqualTo(200);
        }
    }

    @Test
    void bodyBeyondOneMebibyteIsRefused() {
        var answer = rig.admin().post("/api/v1/hosts", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");
    }

    @Test
    void apiTokenIsShownOnceListedWithoutItsTextAndEndsWhenRevoked() {
        var admin = rig.admin();

        var made = admin.post(
                "/api/v1/api-tokens", Json.object().put("label", "robot").put("role", "READ"));
        var robot =
                new Api(admin.client(), admin.base(), made.json().path("token").asString());
        var before = robot.get("/api/v1/hosts").status();
        var listed = admin.get("/api/v1/api-tokens");
        var revoked =
                admin.delete("/api/v1/api-tokens/" + made.json().path("id").asString());

        assertThat(made.status()).as(made.text()).isEqualTo(201);
        assertThat(before).isEqualTo(200);
        assertThat(listed.text()).contains("robot").doesNotContain(robot.token());
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(robot.get("/api/v1/hosts").status()).isEqualTo(401);
        assertThat(admin.delete("/api/v1/api-tokens/none").code()).isEqualTo("TOKEN_NOT_FOUND");
    }

    @Test
    void doctorFindsAHealthyInstallationHealthyAndAnOpenFolderOpen() throws IOException {
        var checks = rig.admin().get("/api/v1/doctor").json().path("checks");

        assertThat(checks.valueStream().map(check -> check.path("name").asString()))
                .contains(
                        "data-folder-writable",
                        "data-folder-private",
                        "disk-space",
                        "database-integrity",
                        "database-schema",
                        "vault-key",
                        "clock",
                        "lan-listener");
        assertThat(checks.valueStream().map(check -> check.path("state").asString()))
                .doesNotContain("fail");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(rig.admin().get("/api/v1/doctor").json().path("checks").valueStream())
                .anyMatch(check -> check.path("name").asString().equals("data-folder-private")
                        && check.path("state").asString().equals("warn")
                        && check.has("next_step"));
    }

    @Test
    void aboutShowsTheDataFolderToAdministratorsOnly() {
        var seen = rig.admin().get("/api/v1/about").json();
        var hidden = rig.user("reader", Caller.Role.READ).get("/api/v1/about").json();

        assertThat(seen.path("data_folder").asString())
                .isEqualTo(folder.toAbsolutePath().toString());
        assertThat(seen.at("/lan/urls/0").asString()).startsWith("https://");
        assertThat(seen.path("admin_url").asString()).isEqualTo(rig.url().toString());
        assertThat(hidden.has("data_folder")).isFalse();
    }
}
