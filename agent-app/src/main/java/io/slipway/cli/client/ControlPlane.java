package io.slipway.cli.client;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The admin API of one control plane over loopback HTTP. Thread-safe; every call has a deadline.
 *
 * <p>All methods throw {@link RemoteProblem} when the control plane refuses, and {@link SlipwayException} with
 * SERVICE_UNAVAILABLE when it cannot be reached.
 */
public final class ControlPlane implements AutoCloseable {
    private static final String PREFIX = "/api/v1";
    private static final String BACKUP = "application/vnd.slipway.backup";
    private static final String FILE = "application/octet-stream";
    private static final int LARGEST_ANSWER = 64 << 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** Checking a host that does not answer takes the server's whole SSH patience. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** The server ends a transfer that does not go on. */
    private static final Duration TRANSFER = Duration.ofHours(2);

    private final URI base;
    private final Secret token;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    public ControlPlane(URI base, Secret token) {
        this.base = base;
        this.token = token;
    }

    /** Whether a control plane that knows our token listens there; asked with little patience. */
    public boolean answers() {
        try {
            send(request("/auth/whoami").timeout(CONNECT).GET());
            return true;
        } catch (RemoteProblem | SlipwayException e) {
            return false;
        }
    }

    public URI url() {
        return base;
    }

    public JsonNode get(String path) {
        return json(send(request(path).GET()));
    }

    public JsonNode post(String path, JsonNode body) {
        return post(path, body, Map.of());
    }

    /** Posts with further headers, such as an idempotency key. */
    public JsonNode post(String path, JsonNode body, Map<String, String> headers) {
        var request = request(path).POST(publisher(body)).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return json(send(request));
    }

    public JsonNode put(String path, JsonNode body) {
        return json(send(request(path).PUT(publisher(body)).header("Content-Type", "application/json")));
    }

    public JsonNode delete(String path) {
        return json(send(request(path).DELETE()));
    }

    /** Gets and gives the answer's bytes, for answers that are files. */
    public byte[] download(String path) {
        return send(request(path).GET());
    }

    /** Posts and gives the answer's bytes, for answers that are files. */
    public byte[] download(String path, JsonNode body) {
        return send(request(path).POST(publisher(body)).header("Content-Type", "application/json"));
    }

    /** Posts a line of JSON and a file behind it, for what is too large for a document. */
    public JsonNode upload(String path, JsonNode first, Path file) {
        var line = (Json.write(first) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            var body = BodyPublishers.concat(BodyPublishers.ofByteArray(line), BodyPublishers.ofFile(file));
            return json(send(request(path).POST(body).header("Content-Type", BACKUP)));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
    }

    /** Posts a file as it is, however long it takes. */
    public JsonNode send(String path, Path file) {
        try {
            var body = BodyPublishers.ofFile(file);
            return json(send(request(path).timeout(TRANSFER).POST(body).header("Content-Type", FILE)));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException(new NoSuchFileException(file.toString()));
        }
    }

    /** One path segment, with everything escaped that has a meaning in paths. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(PREFIX + path))
                .timeout(PATIENCE)
                .header("Accept", "application/json, application/problem+json, application/octet-stream")
                .header("Authorization", "Bearer " + token.reveal());
    }

    private static HttpRequest.BodyPublisher publisher(JsonNode body) {
        return BodyPublishers.ofByteArray(Json.write(body).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] send(HttpRequest.Builder builder) {
        HttpResponse<InputStream> response;
        byte[] body;
        try {
            response = http.send(builder.build(), BodyHandlers.ofInputStream());
            try (var in = response.body()) {
                body = in.readNBytes(LARGEST_ANSWER);
            }
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(Problem.of(ProblemCode.CANCELLED, "The command was interrupted."), e);
        }
        if (response.statusCode() >= 400) {
            throw refusal(response.statusCode(), body);
        }
        return body;
    }

    private SlipwayException unreachable(IOException e) {
        var problem = Problem.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "The control plane at " + base + " does not answer.",
                "See whether `slipway serve` still runs; run `slipway doctor` if it does.");
        return new SlipwayException(problem, e);
    }

    private static RemoteProblem refusal(int status, byte[] body) {
        try {
            return RemoteProblem.of(status, Json.parse(body));
        } catch (SlipwayException e) {
            return RemoteProblem.of(status, Json.object());
        }
    }

    private static JsonNode json(byte[] body) {
        return body.length == 0 ? Json.object() : Json.parse(body);
    }
}
