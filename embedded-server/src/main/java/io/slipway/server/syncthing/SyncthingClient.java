package io.slipway.server.syncthing;

import io.slipway.server.base.Json;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tls.OneCertificate;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Syncthing's REST API (docs.syncthing.net, "REST API") for one action. Answers are bounded in size and time, redirects are not
 * followed, no proxy is asked, and the API key stands in a header only.
 */
final class SyncthingClient implements AutoCloseable {
    private static final int MOST_BYTES = 4 << 20;
    private static final int LONGEST_KEY = 200;

    private final SyncthingAddress address;
    private final LiveSecret.Lease key;
    private final Duration patience;
    private final OneCertificate trust;
    private final HttpClient http;

    /** @param patience longest wait for one answer, its body included */
    SyncthingClient(SyncthingAddress address, LiveSecret.Lease key, Duration patience) {
        this.address = address;
        this.key = key;
        this.patience = patience;
        this.trust = new OneCertificate(address.fingerprint());
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(patience)
                .sslContext(trust.context())
                .build();
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @throws SlipwayException SYNCTHING_ERROR also when the answer is no JSON */
    JsonNode get(String path) {
        return json(require("GET", path, Optional.empty()));
    }

    /** As {@link #get}; empty when there is no such thing. */
    Optional<ObjectNode> find(String path) {
        var answer = send("GET", path, Optional.empty());
        return answer.statusCode() == 404
                ? Optional.empty()
                : json(checked(answer, path)) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    void put(String path, JsonNode body) {
        require("PUT", path, Optional.of(body));
    }

    void post(String path) {
        require("POST", path, Optional.empty());
    }

    void delete(String path) {
        require("DELETE", path, Optional.empty());
    }

    private byte[] require(String method, String path, Optional<JsonNode> body) {
        return checked(send(method, path, body), path);
    }

    private byte[] checked(HttpResponse<byte[]> answer, String path) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            throw Problem.of(
                            ProblemCode.SYNCTHING_AUTH_FAILED,
                            "Syncthing at " + address.url() + " refuses the API key.")
                    .exception();
        }
        if (status < 200 || status > 299) {
            throw error("answered " + status + " to " + path.replaceAll("\\?.*", ""));
        }
        return answer.body();
    }

    private HttpResponse<byte[]> send(String method, String path, Optional<JsonNode> body) {
        var request = HttpRequest.newBuilder(address.url().resolve(path))
                .timeout(patience)
                .header("Accept", "application/json")
                .header("X-API-Key", keyText());
        body.ifPresent(json -> request.header("Content-Type", "application/json"));
        request.method(
                method,
                body.map(json -> BodyPublishers.ofString(Json.write(json))).orElseGet(BodyPublishers::noBody));
        var sent = http.sendAsync(request.build(), info -> new BoundedBody(MOST_BYTES));
        try {
            return sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw unreachable("does not answer in time", e);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new SlipwayException(Problem.of(ProblemCode.CANCELLED, "The action was interrupted."), e);
        }
    }

    /** What a header can carry; anything else would end in an exception that quotes it. */
    private String keyText() {
        var text = key.value().reveal();
        if (text.isEmpty() || text.length() > LONGEST_KEY || !text.chars().allMatch(c -> c > 32 && c < 127)) {
            throw Problem.of(
                            ProblemCode.SYNCTHING_AUTH_FAILED,
                            "The stored API key cannot be one of Syncthing's: it has spaces or other characters.")
                    .exception();
        }
        return text;
    }

    private SlipwayException failed(Throwable cause) {
        var stranger = trust.stranger();
        if (stranger.isPresent()) {
            return Problem.of(
                            ProblemCode.TLS_PIN_MISMATCH,
                            "Syncthing at " + address.url() + " shows the certificate " + stranger.get() + ", "
                                    + (address.fingerprint().isEmpty()
                                            ? "which nobody has confirmed."
                                            : "not the confirmed one."))
                    .with("fingerprint", stranger.get())
                    .exception();
        }
        if (cause instanceof IOException io && String.valueOf(io.getMessage()).startsWith("the answer has more")) {
            return error("sent too long an answer");
        }
        return unreachable("cannot be reached: " + cause.getClass().getSimpleName(), cause);
    }

    private SlipwayException unreachable(String what, Throwable cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.SYNCTHING_UNREACHABLE, "Syncthing at " + address.url() + " " + what + ".")
                        .with("host", address.url().getHost()),
                cause);
    }

    private SlipwayException error(String what) {
        return Problem.of(ProblemCode.SYNCTHING_ERROR, "Syncthing at " + address.url() + " " + what + ".")
                .exception();
    }

    private JsonNode json(byte[] body) {
        try {
            return Json.parse(body);
        } catch (SlipwayException e) {
            throw error("answered something that is not JSON");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
