package io.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static WebServer server;
    private static Http http;

    @BeforeAll
    static void start() {
        var listener = Listener.admin(0).withDeadline(Duration.ofMillis(800));
        server = WebServer.start(listener, Ids.system(), routes -> {
            routes.get("/ok", context -> Answers.json(context, Json.object().put("path", context.path())));
            routes.get("/bug", context -> {
                throw new IllegalStateException("inner detail /home/secret");
            });
            routes.get("/error", context -> {
                throw new StackOverflowError("inner detail");
            });
            routes.get("/slow", WebServerTest::waitForEver);
            routes.get("/problem", context -> {
                throw Problem.of(ProblemCode.BAD_REQUEST, "Wrong.", List.of(new FieldError("/a~1b", "no")))
                        .with("vm", "x")
                        .exception();
            });
            routes.post("/echo", context -> Answers.json(context, Requests.object(context, Set.of("a"))));
        });
        http = Http.plain(server.port());
    }

    @AfterAll
    static void stop() {
        http.close();
        server.close();
    }

    @Test
    @Tag("F145")
    void aProblemHasTheMembersOfRfc9457AndOurs() {
        var answer = http.get("/problem", "x-correlation-id", "run-12345678");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).hasValue("application/problem+json;charset=utf-8");
        assertThat(answer.json()).isEqualTo(Json.parseObject("""
                        {"type":"urn:slipway:problem:bad-request","title":"Bad request","status":400,
                         "code":"BAD_REQUEST","detail":"Wrong.",
                         "next_step":"Correct the named fields and submit again.","retryable":false,
                         "context":{"vm":"x"},"errors":[{"pointer":"/a~1b","message":"no"}],
                         "correlation_id":"run-12345678"}
                        """));
    }

    @Test
    @Tag("F145")
    void theCorrelationIdIsEchoedWhenItIsHarmlessAndReplacedOtherwise() {
        assertThat(http.get("/ok", "x-correlation-id", "abc.DEF_1-2").header("x-correlation-id"))
                .hasValue("abc.DEF_1-2");
        for (var bad : List.of("short", "x".repeat(65), "with space", "quote\"quote", "${jndi:ldap}")) {
            assertThat(http.get("/ok", "x-correlation-id", bad).header("x-correlation-id"))
                    .as(bad)
                    .hasValueSatisfying(id -> assertThat(id).isNotEqualTo(bad).matches("[0-9a-f-]{36}"));
        }
    }

    @Test
    void anUnknownFailureSaysNothingAboutTheInside() {
        var bug = http.get("/bug");
        assertThat(bug.status()).isEqualTo(500);
        assertThat(bug.code()).isEqualTo("INTERNAL_ERROR");
        assertThat(bug.text()).doesNotContain("inner").doesNotContain("secret").doesNotContain("Exception");

        var error = http.get("/error");
        assertThat(error.status()).isEqualTo(500);
        assertThat(error.text()).doesNotContain("inner").doesNotContain("StackOverflow");
    }

    @Test
    void whatIsNotThereIsA404OfOurs() {
        for (var path : List.of("/nothing", "/ok/", "/OK")) {
            var answer = http.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.code()).as(path).isEqualTo("NOT_FOUND_ROUTE");
        }
        assertThat(http.send("DELETE", "/ok", new byte[0]).status()).isEqualTo(404);
    }

    @Test
    void ambiguousPathsAreRefusedBeforeTheRoutes() throws IOException {
        for (var path : List.of("/a/..%2fok", "/a/%2e%2e/ok", "/ok;x=1", "/ok%00", "//ok", "/a\\..\\ok")) {
            var answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 40[04] .*").doesNotContain("{\"path\"");
            assertThat(answer.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("jetty")
                    .contains("problem+json");
        }
    }

    @Test
    void noAnswerNamesTheServerSoftwareAndEveryOneCarriesTheSecurityHeaders() throws IOException {
        var answer = http.get("/ok");
        assertThat(answer.header("server")).isEmpty();
        assertThat(answer.header("x-powered-by")).isEmpty();
        assertThat(answer.header("x-content-type-options")).hasValue("nosniff");
        assertThat(answer.header("cache-control")).hasValue("no-store");
        assertThat(answer.header("content-security-policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'self'", "frame-ancestors 'none'", "object-src 'none'")
                .doesNotContain("unsafe", "http:", "*"));
        var garbage = raw("\u0001\u0002 nonsense\r\n\r\n");
        assertThat(garbage.toLowerCase(java.util.Locale.ROOT)).contains("400").doesNotContain("jetty");
        var large = raw("GET /ok HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(large).startsWith("HTTP/1.1 431").contains("problem+json");
    }

    @Test
    void malformedJsonIsA400WithAPlaceAndUnknownMembersAreNamed() {
        assertThat(http.post("/echo", "{\"a\":1}").json())
                .isEqualTo(Json.object().put("a", 1));
        for (var bad : List.of("", "{", "[]", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "nul", "[".repeat(200))) {
            var answer = http.post("/echo", bad);
            assertThat(answer.status()).as(bad).isEqualTo(400);
            assertThat(answer.code()).as(bad).isEqualTo("BAD_REQUEST");
        }
        var unknown = http.post("/echo", "{\"b/c\":1}");
        assertThat(unknown.json().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/b~1c");
        assertThat(http.send("POST", "/echo", "{}".getBytes(StandardCharsets.UTF_8), "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        var latin = http.send(
                "POST",
                "/echo",
                new byte[] {'{', '"', (byte) 0xe4, '"', ':', '1', '}'},
                "Content-Type",
                "application/json");
        assertThat(latin.status()).isEqualTo(400);
    }

    @Test
    @Tag("F064")
    void aBodyBeyondTheLimitIsA413WhetherAnnouncedOrStreamed() throws IOException {
        var large = "{\"a\":\"" + "x".repeat(1 << 20) + "\"}";
        var answer = http.post("/echo", large);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("PAYLOAD_TOO_LARGE");

        var chunk = "x".repeat(0x8000);
        var chunks = ("8000\r\n" + chunk + "\r\n").repeat(40);
        var streamed = raw("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks + "0\r\n\r\n");
        assertThat(streamed).startsWith("HTTP/1.1 413");
        var fits = "{\"a\":\"" + "x".repeat((1 << 20) - 8) + "\"}";
        assertThat(http.post("/echo", fits).status()).isEqualTo(200);
    }

    @Test
    void aRequestBeyondTheDeadlineIsStoppedAndTheNextOneIsUntouched() {
        var answer = http.get("/slow");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isPresent();
        assertThat(http.get("/ok").status()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsAnErrorThatSaysSo() {
        var thrown = catchThrowableOfType(
                SlipwayException.class,
                () -> WebServer.start(Listener.admin(server.port()), Ids.system(), routes -> {}));

        assertThat(thrown.problem().code()).isEqualTo(ProblemCode.PORT_IN_USE);
        assertThat(thrown.problem().detail()).contains("port " + server.port());
    }

    @Test
    @Tag("F181")
    void plainHttpIsNeverBoundOutsideTheLoopback() throws IOException {
        var any = InetAddress.getByName("0.0.0.0");

        var thrown = catchThrowableOfType(
                IllegalArgumentException.class,
                () -> new Listener("x", List.of(any), 0, 1, 1, Duration.ofSeconds(1), "", java.util.Optional.empty()));

        assertThat(thrown).hasMessageContaining("loopback");
    }

    private static void waitForEver(Context context) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(ProblemCode.INTERNAL_ERROR, "interrupted").exception();
        }
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
