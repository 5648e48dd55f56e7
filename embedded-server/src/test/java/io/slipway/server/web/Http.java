package io.slipway.server.web;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.node.ObjectNode;

/** The JDK's HTTP client against one listener of ours. */
public final class Http implements AutoCloseable {
    private final HttpClient client;
    private final String base;

    private Http(HttpClient client, String base) {
        this.client = client;
        this.base = base;
    }

    /** Plain, to the loopback. */
    public static Http plain(int port) {
        return new Http(HttpClient.newHttpClient(), "http://127.0.0.1:" + port);
    }

    /** TLS, trusting what the context trusts. */
    public static Http tls(int port, SSLContext context) {
        return new Http(HttpClient.newBuilder().sslContext(context).build(), "https://127.0.0.1:" + port);
    }

    /** An answer that was read whole. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public ObjectNode json() {
            return Json.parseObject(text());
        }

        public String code() {
            return json().path("code").asString("");
        }

        public String reason() {
            return json().path("context").path("reason").asString("");
        }

        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }
    }

    public Answer get(String path, String... headers) {
        return send(request(path, headers).GET());
    }

    public Answer post(String path, String json, String... headers) {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    public Answer send(String method, String path, byte[] body, String... headers) {
        return send(request(path, headers).method(method, BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
