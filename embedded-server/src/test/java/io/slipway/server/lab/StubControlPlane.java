package io.slipway.server.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.server.base.Json;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.SealedFiles;
import io.slipway.server.vault.SecretBox;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The three routes a guest calls, over real TLS with a certificate of the product's own authority. */
final class StubControlPlane implements AutoCloseable {
    private final LocalCa authority;
    private final HttpsServer server;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private volatile int failuresLeft;

    StubControlPlane(Path folder) {
        try {
            var random = new SecureRandom();
            authority = LocalCa.open(
                    folder, new SealedFiles(new SecretBox(new byte[32], random)), InstantSource.system(), random);
            var identity = authority.identity(Set.of(InetAddress.getByName("127.0.0.1")), Set.of());
            var password = "changeit".toCharArray();
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity.keyStore(password), password);
            var tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, random);
            server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/api/v1/provisioning/", this::handle);
        server.start();
    }

    void allow(String token) {
        tokens.add(token);
    }

    /** The next so many requests are answered with 503. */
    void failNext(int requests) {
        failuresLeft = requests;
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    String pin() {
        return authority.pin();
    }

    String caPem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder()
                            .encodeToString(authority.certificate().getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code uuid step status}, in the order of arrival. */
    List<String> reports() {
        return List.copyOf(reports);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var body = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
            var path = exchange.getRequestURI().getPath();
            if (failuresLeft > 0) {
                failuresLeft--;
                answer(exchange, 503, "{}");
            } else if (path.endsWith("/playbook")) {
                answer(exchange, 404, "{}");
            } else if (!tokens.contains(body.path("token").asString())) {
                answer(exchange, 401, "{\"error\":{\"code\":\"TOKEN_INVALID\"}}");
            } else if (path.endsWith("/validate-token")) {
                answer(exchange, 200, "{\"success\":true,\"data\":{\"valid\":true}}");
            } else {
                reports.add(body.path("vm_uuid").asString() + " "
                        + body.path("step").asString() + " "
                        + body.path("status").asString());
                answer(exchange, 200, "{\"success\":true,\"data\":{}}");
            }
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
