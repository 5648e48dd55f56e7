package io.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Caller.Role;
import io.slipway.server.base.Json;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestRig;
import io.slipway.server.health.Health;
import io.slipway.server.health.Warnings;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.QuietAlarm;
import io.slipway.server.tenant.Refusals;
import io.slipway.server.tenant.Sessions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminGuardTest {
    @TempDir
    static Path folder;

    private static GuestRig rig;
    private static ApiTokens tokens;
    private static WebServer server;
    private static Http http;

    @BeforeAll
    static void start() {
        rig = new GuestRig(folder);
        tokens =
                new ApiTokens(rig.database, QuietAlarm.CODES, new QuietAlarm(), rig.ids, rig.clock, new SecureRandom());
        server = serve(rig);
        http = Http.plain(server.port());
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
        rig.close();
    }

    private static WebServer serve(GuestRig rig) {
        return WebServer.start(Listener.admin(0), rig.ids, routes -> {
            new AdminGuard(
                            tokens,
                            new Sessions(
                                    rig.database,
                                    QuietAlarm.CODES,
                                    new QuietAlarm(),
                                    rig.ids,
                                    rig.clock,
                                    new SecureRandom()),
                            new Refusals(new AuditLog(rig.database), rig.ids, rig.clock))
                    .addTo(routes);
            AuthRoutes.addTo(routes);
            HealthRoutes.addTo(routes, Health.of(new Warnings(rig.clock), rig.database));
            routes.post("/operate", context -> Answers.json(context, Json.object()), Access.OPERATE);
            routes.delete("/admin", context -> Answers.json(context, Json.object()), Access.ADMIN);
            routes.get("/forgotten", context -> Answers.json(context, Json.object()));
        });
    }

    @Test
    @Tag("F145")
    void withoutATokenThereIsNothingButHealth() {
        for (var path : List.of("/api/v1/auth/whoami", "/api/v1/auth/verify", "/forgotten")) {
            var answer = http.get(path);
            assertThat(answer.status()).as(path).isEqualTo(401);
            assertThat(answer.code()).isEqualTo("UNAUTHORIZED");
            assertThat(answer.header("www-authenticate")).hasValue("Bearer");
        }
        assertThat(http.get("/health").json()).isEqualTo(Json.object().put("status", "ok"));
    }

    @Test
    @Tag("F145")
    void theRoleOpensWhatItIncludesAndARouteThatNamesNoneIsForAdministrators() {
        var reader = bearer(Role.READ);
        var operator = bearer(Role.OPERATE);
        var admin = bearer(Role.ADMIN);

        assertThat(http.get("/api/v1/auth/whoami", "Authorization", reader).json())
                .isEqualTo(Json.parseObject("{\"user_id\":\"u-READ\",\"tenant_id\":\"default\",\"role\":\"READ\"}"));
        assertThat(http.get("/api/v1/auth/verify", "Authorization", reader)
                        .json()
                        .path("valid")
                        .asBoolean())
                .isTrue();
        assertThat(http.post("/operate", "{}", "Authorization", reader).code()).isEqualTo("FORBIDDEN");
        assertThat(http.post("/operate", "{}", "Authorization", operator).status())
                .isEqualTo(200);
        assertThat(http.send("DELETE", "/admin", new byte[0], "Authorization", operator)
                        .status())
                .isEqualTo(403);
        assertThat(http.send("DELETE", "/admin", new byte[0], "Authorization", admin)
                        .status())
                .isEqualTo(200);
        assertThat(http.get("/forgotten", "Authorization", operator).status()).isEqualTo(403);
        assertThat(http.get("/forgotten", "Authorization", admin).status()).isEqualTo(200);
    }

    @Test
    @Tag("F145")
    @Tag("F181")
    void aForeignHostNameOrAnotherSiteIsRefusedEvenWithAToken() throws IOException {
        var token = bearer(Role.ADMIN);
        for (var host : List.of("192.168.1.5", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "")) {
            assertThat(raw("GET /forgotten HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: " + token
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .matches("(?s)HTTP/1.1 40[03] .*");
        }
        for (var host : List.of("localhost", "127.0.0.1:80", "[::1]:99", "LOCALHOST:1")) {
            assertThat(raw("GET /forgotten HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: " + token
                            + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 200");
        }
        var own = "http://127.0.0.1:" + server.port();
        assertThat(post(token, "Origin", own).status()).isEqualTo(200);
        assertThat(post(token, "Sec-Fetch-Site", "same-origin").status()).isEqualTo(200);
        for (var origin : List.of(
                "null", "http://evil.example", "https://127.0.0.1:" + server.port(), "http://127.0.0.1:1", "::")) {
            assertThat(post(token, "Origin", origin).status()).as(origin).isEqualTo(403);
        }
        for (var site : List.of("cross-site", "same-site")) {
            assertThat(post(token, "Sec-Fetch-Site", site).status()).as(site).isEqualTo(403);
        }
    }

    @Test
    @Tag("F145")
    void guessingIsSlowedDownAndDoesNotLockOutTheOperator() {
        var good = bearer(Role.READ);
        var statuses = new java.util.TreeMap<Integer, Integer>();
        for (int i = 0; i < 60; i++) {
            var answer = http.get("/api/v1/auth/whoami", "Authorization", "Bearer slp_api_" + "x".repeat(43));
            statuses.merge(answer.status(), 1, Integer::sum);
            if (answer.status() == 429) {
                assertThat(answer.header("retry-after")).isPresent();
            }
        }

        assertThat(statuses.keySet()).containsExactly(401, 429);
        assertThat(http.get("/api/v1/auth/whoami", "Authorization", good).status())
                .isEqualTo(200);
    }

    @Test
    @Tag("F145")
    void theWaysToWriteABearerThatAreNone() {
        var token = bearer(Role.READ).substring("Bearer ".length());
        for (var bad :
                List.of(token, "Basic " + token, "Bearer", "Bearer " + token + " x", "Bearer " + "x".repeat(5000))) {
            assertThat(http.get("/api/v1/auth/whoami", "Authorization", bad).status())
                    .as(bad.substring(0, Math.min(20, bad.length())))
                    .isIn(401, 429);
        }
        assertThat(http.get("/api/v1/auth/whoami?token=" + token + "&access_token=" + token)
                        .status())
                .as("never in the address")
                .isEqualTo(401);
        assertThat(http.get("/api/v1/auth/whoami", "Authorization", "bearer " + token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    @Tag("F146")
    void aClosedDatabaseIsNotReadyAndStillAlive(@TempDir Path other) {
        try (var dying = new GuestRig(other);
                var web = serve(dying);
                var client = Http.plain(web.port())) {
            var ready = client.get("/health/ready");
            assertThat(ready.status()).isEqualTo(200);
            assertThat(ready.json().path("checks").path("database").asString()).isEqualTo("ok");

            dying.database.close();

            var notReady = client.get("/health/ready");
            assertThat(notReady.status()).isEqualTo(503);
            assertThat(notReady.json().path("context").path("database").asString())
                    .isEqualTo("failed");
            assertThat(notReady.header("retry-after")).isPresent();
            assertThat(client.get("/health/live").status()).isEqualTo(200);
        }
    }

    private static Http.Answer post(String token, String name, String value) {
        return http.post("/operate", "{}", "Authorization", token, name, value);
    }

    private static String bearer(Role role) {
        var bearer = new Caller(TenantId.DEFAULT, "u-" + role, role);
        return "Bearer "
                + tokens.create(Caller.localOperator(), bearer, "test", Optional.empty())
                        .text()
                        .reveal();
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
