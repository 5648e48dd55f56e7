package io.slipway.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.slipway.server.base.Json;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPlaneTest {
    @TempDir
    Path folder;

    private final AtomicReference<String> asked = new AtomicReference<>("");
    private HttpServer server;
    private ControlPlane plane;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.set(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            var bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        plane = new ControlPlane(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), Secret.of("slp_api_x"));
    }

    @AfterEach
    void close() {
        plane.close();
        server.stop(0);
    }

    @Test
    void aRequestCarriesTheTokenInItsHeaderAndNowhereElse() {
        plane.get("/vms/" + ControlPlane.segment("a b/../c?d"));

        assertThat(asked.get()).isEqualTo("GET /api/v1/vms/a%20b%2F..%2Fc%3Fd Bearer slp_api_x");
    }

    @ParameterizedTest
    @CsvSource({
        "409, VM_NAME_TAKEN, 5",
        "404, TEMPLATE_NOT_FOUND, 4",
        "502, SSH_AUTH_FAILED, 6",
        "507, STORAGE_FULL, 7",
        "400, SOMETHING_NEW, 3",
        "503, SOMETHING_NEW, 8",
        "418, SOMETHING_NEW, 1"
    })
    void aProblemKeepsItsCodeAndGetsItsExitCode(int http, String code, int exit) {
        status = http;
        answer = Json.write(Json.object()
                .put("code", code)
                .put("detail", "It is so.")
                .put("next_step", "Do this.")
                .put("correlation_id", "c-1"));

        var problem = catchThrowableOfType(RemoteProblem.class, () -> plane.get("/vms"))
                .complaint();

        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.exitCode()).isEqualTo(exit);
        assertThat(problem.detail()).isEqualTo("It is so.");
        assertThat(problem.nextStep()).isEqualTo("Do this.");
        assertThat(problem.correlationId()).contains("c-1");
    }

    @Test
    void anAnswerThatIsNoProblemDocumentIsStillAProblem() {
        status = 500;
        answer = "<html>";

        var problem = catchThrowableOfType(RemoteProblem.class, () -> plane.get("/vms"))
                .complaint();

        assertThat(problem.code()).isEqualTo("HTTP_500");
        assertThat(problem.exitCode()).isEqualTo(1);
    }

    @Test
    void nobodyThereIsUnavailable() {
        server.stop(0);

        var refused = catchThrowableOfType(SlipwayException.class, () -> plane.get("/vms"));

        assertThat(refused.problem().code()).isEqualTo(ProblemCode.SERVICE_UNAVAILABLE);
        assertThat(plane.answers()).isFalse();
    }

    @Test
    void theAdminFileIsRead() throws IOException {
        write("{\"url\":\"http://127.0.0.1:8123\",\"token\":\"slp_api_x\",\"pid\":7,\"started_at\":1}");

        assertThat(AdminFile.read(folder)).hasValueSatisfying(file -> {
            assertThat(file.url()).isEqualTo(URI.create("http://127.0.0.1:8123"));
            assertThat(file.token().reveal()).isEqualTo("slp_api_x");
            assertThat(file.toString()).doesNotContain("slp_api_x");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"url\":\"http://127.0.0.1:1\"}",
                "{\"url\":\"http://192.0.2.1:1\",\"token\":\"t\"}",
                "{\"url\":\"https://127.0.0.1:1\",\"token\":\"t\"}",
                "{\"url\":\"http://127.0.0.1.example.com:1\",\"token\":\"t\"}",
                "{\"url\":\"::\",\"token\":\"t\"}"
            })
    void aFileThatIsNotOursIsNoServerAndGetsNoToken(String text) throws IOException {
        write(text);

        assertThat(AdminFile.read(folder)).isEmpty();
    }

    private void write(String text) throws IOException {
        Files.writeString(folder.resolve("admin.json"), text);
    }
}
