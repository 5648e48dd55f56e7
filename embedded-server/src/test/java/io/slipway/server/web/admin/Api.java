package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One user of the admin API, through its real listener. */
record Api(HttpClient client, URI base, String token) {
    /** An answer. */
    record Answer(int status, byte[] body, HttpHeaders headers) {
        JsonNode json() {
            return Json.parse(body);
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String code() {
            return json().path("code").asString("");
        }

        List<String> pointers() {
            return json().path("errors")
                    .valueStream()
                    .map(error -> error.path("pointer").asString())
                    .toList();
        }
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    Answer post(String path, Object body) {
        return send("POST", path, body, Map.of());
    }

    Answer put(String path, Object body) {
        return send("PUT", path, body, Map.of());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, Map.of());
    }

    /** What a stream begins with, for it does not end: its head and the lines up to the first empty one. A refusal is read whole. */
    Answer begin(String path, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        headers.forEach(request::header);
        try {
            var answer = client.send(request.build(), BodyHandlers.ofInputStream());
            try (var in = answer.body()) {
                var body = answer.statusCode() == 200 ? firstLines(in) : in.readAllBytes();
                return kept("GET", path, new Answer(answer.statusCode(), body, answer.headers()));
            }
        } catch (IOException e) {
            throw new AssertionError("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static byte[] firstLines(InputStream in) throws IOException {
        var lines = new ByteArrayOutputStream();
        int before = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            lines.write(next);
            if (before == '\n' && next == '\n') {
                break;
            }
            before = next;
        }
        return lines.toByteArray();
    }

    private static Answer kept(String method, String path, Answer answer) {
        ApiContract.kept(method, path, answer);
        return answer;
    }

    Answer send(String method, String path, Object body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json");
            request.method(method, BodyPublishers.ofString(body instanceof String text ? text : Json.write(body)));
        }
        headers.forEach(request::header);
        try {
            var answer = client.send(request.build(), BodyHandlers.ofByteArray());
            return kept(method, path, new Answer(answer.statusCode(), answer.body(), answer.headers()));
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
