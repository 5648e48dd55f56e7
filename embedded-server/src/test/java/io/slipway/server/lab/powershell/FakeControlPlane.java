package io.slipway.server.lab.powershell;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The three VM routes behind real TLS; remembers every call and can fail on order. */
final class FakeControlPlane implements AutoCloseable {
    /** A call as it arrived. */
    record Call(String path, String authorization, JsonNode body) {
        String step() {
            return body.path("step").stringValue("");
        }

        String status() {
            return body.path("status").stringValue("");
        }
    }

    /** An answer that is given instead of the usual one. */
    record Fault(String path, int status, String retryAfter) {}

    final List<Call> calls = new ArrayList<>();
    final Deque<Fault> faults = new ArrayDeque<>();
    String validation = "{\"valid\":true,\"bootstrap_url\":null,\"app_url\":null}";
    byte[] download = new byte[0];
    boolean usedUp;
    String cutStep = "";
    private final HttpsServer server;

    FakeControlPlane(SSLContext tls) throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> reports() {
        return calls.stream()
                .filter(call -> call.path().endsWith("report-progress"))
                .map(call -> call.step() + " " + call.status())
                .toList();
    }

    Call last(String step) {
        return calls.stream()
                .filter(call -> call.step().equals(step))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var text = exchange.getRequestBody().readAllBytes();
        var body = JsonMapper.shared().readTree(text.length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : text);
        calls.add(new Call(path, String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")), body));
        if (!cutStep.isEmpty() && body.path("step").stringValue("").equals(cutStep)) {
            cutStep = "";
            accept(body);
            exchange.close();
            return;
        }
        var fault = faults.peek();
        if (fault != null && path.endsWith(fault.path())) {
            faults.remove();
            if (!fault.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().add("Retry-After", fault.retryAfter());
            }
            answer(
                    exchange,
                    fault.status(),
                    "{\"code\":\"TOKEN_INVALID\",\"detail\":\"no\"}".getBytes(StandardCharsets.UTF_8));
        } else if (usedUp && !path.endsWith("download")) {
            answer(exchange, 401, "{\"code\":\"TOKEN_INVALID\"}".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("validate-token")) {
            answer(exchange, 200, validation.getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("report-progress")) {
            accept(body);
            answer(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
        } else if (path.endsWith("download")) {
            answer(exchange, 200, download);
        } else {
            answer(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void accept(JsonNode body) {
        usedUp |= body.path("step").stringValue("").equals("completed");
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
