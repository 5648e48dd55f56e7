package io.slipway.server.hypervisor.pve.rest;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.hypervisor.MediaUpload;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import tools.jackson.databind.JsonNode;

/**
 * A host's REST API behind a pinned certificate, signed in with an API token. Thread-safe.
 *
 * <p>Proxmox signs its own certificates, so the leaf's SHA-256 fingerprint is what is trusted, and nothing else: no authority,
 * no name. Without the right certificate the handshake fails before a byte of ours, the token included, is sent.
 *
 * <p>{@link HttpsURLConnection}, because {@code java.net.http} hides the status line's reason, where Proxmox up to 8.3 puts
 * all of its error text, and because it needs no further library. Every request that changes something has a body of known
 * length: the JDK never repeats such a request by itself, others it does.
 */
public final class RestHost implements AutoCloseable {
    private static final String BASE = "/api2/json";
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_.:@!~-]{1,200}){1,12}");
    private static final int MOST_BYTES = 16 << 20;

    private final String address;
    private final int port;
    private final ApiToken token;
    private final String pin;
    private final RestLimits limits;
    private final InstantSource clock;
    private final PinnedCertificate trust;
    private final PinnedSockets sockets;

    /**
     * Nothing is sent yet.
     *
     * @param pin the confirmed SHA-256 fingerprint, hex with colons in any letter case
     */
    public RestHost(String address, int port, ApiToken token, String pin, RestLimits limits, InstantSource clock) {
        PveTls.requireAddress(address, port);
        this.address = address;
        this.port = port;
        this.token = token;
        this.pin = pin.toUpperCase(Locale.ROOT);
        if (!FINGERPRINT.matcher(this.pin).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A certificate pin is 32 bytes in hex with colons.")
                    .exception();
        }
        this.limits = limits;
        this.clock = clock;
        this.trust = new PinnedCertificate(Optional.of(this.pin));
        this.sockets = new PinnedSockets(trust);
    }

    public String address() {
        return address + ":" + port;
    }

    /** The token's id, which stands in the number of every task we start. */
    public String tokenId() {
        return token.id();
    }

    /** The pinned fingerprint, upper case. */
    public String pin() {
        return pin;
    }

    /**
     * Reads a path below {@code /api2/json}.
     *
     * @throws SlipwayException SSH_UNREACHABLE (retry), TLS_PIN_MISMATCH, TLS_CERTIFICATE_EXPIRED, SSH_AUTH_FAILED, HOST_ANSWER
     */
    public RestAnswer get(String path, Map<String, String> query) {
        return exchange("GET", path, query, Optional.empty());
    }

    /** Changes something; the parameters go as JSON, where no character of a value can be mistaken for a separator. */
    public RestAnswer change(String method, String path, JsonNode parameters) {
        var bytes = Json.write(parameters).getBytes(StandardCharsets.UTF_8);
        return exchange(
                method,
                path,
                Map.of(),
                Optional.of(new Body("application/json", bytes.length, out -> out.write(bytes))));
    }

    /** Deletes; the parameters go in the query. */
    public RestAnswer delete(String path, Map<String, String> query) {
        // The empty body keeps the JDK from sending the request twice when the connection breaks.
        return exchange("DELETE", path, query, Optional.of(new Body("", 0, out -> {})));
    }

    /**
     * Sends a file as {@code multipart/form-data}. The fields come first: Proxmox has read them by the time the file begins,
     * and it needs the length beforehand.
     */
    public RestAnswer upload(
            String path, Map<String, String> fields, String fileName, long size, MediaUpload.Source source) {
        var form = new MultipartForm(fields, fileName);
        return exchange(
                "POST",
                path,
                Map.of(),
                Optional.of(new Body(form.contentType(), form.length(size), out -> form.write(out, source))));
    }

    /** @param length exact number of bytes */
    private record Body(String type, long length, MediaUpload.Source source) {}

    private RestAnswer exchange(String method, String path, Map<String, String> query, Optional<Body> body) {
        try {
            var connection = open(method, path, query);
            body.ifPresent(what -> prepare(connection, what));
            within(connection, () -> {
                connection.connect();
                return connection;
            });
            if (body.isPresent()) {
                send(connection, body.get());
            }
            var start = clock.instant();
            var answer = within(connection, () -> answer(connection, start));
            if (answer.status() == 401) {
                throw refused(answer);
            }
            return answer;
        } catch (IOException e) {
            throw trust.stranger()
                    .map(this::mismatch)
                    .or(() -> trust.outdated().map(certificate -> outdated(certificate, e)))
                    .orElseGet(() -> unreachable(e));
        }
    }

    /** What talks to the host. */
    @FunctionalInterface
    private interface Talk<T> {
        T talk() throws IOException;
    }

    /** The timeouts of a socket bound each silence; this bounds all of them together. */
    private <T> T within(HttpsURLConnection connection, Talk<T> talk) throws IOException {
        try (var watchdog = new Watchdog(limits.total(), cut(connection))) {
            return guarded(watchdog, endless(), talk);
        }
    }

    private Runnable cut(HttpsURLConnection connection) {
        var thread = Thread.currentThread();
        return () -> {
            sockets.cut(thread);
            connection.disconnect();
        };
    }

    private static <T> T guarded(Watchdog watchdog, Problem over, Talk<T> talk) throws IOException {
        try {
            return talk.talk();
        } catch (IOException e) {
            if (watchdog.bitten()) {
                throw new SlipwayException(over, e);
            }
            throw e;
        }
    }

    private HttpsURLConnection open(String method, String path, Map<String, String> query) throws IOException {
        if (!PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("not a path of the API");
        }
        if (sockets.closed()) {
            throw new IOException("closed");
        }
        var name = address.indexOf(':') >= 0 ? "[" + address + "]" : address;
        var uri = URI.create("https://" + name + ":" + port + BASE + path + parameters(query));
        var connection = (HttpsURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
        connection.setSSLSocketFactory(sockets);
        // The pin identifies the host; the names in its certificate are those of its cluster, often not the one we
        // dial.
        connection.setHostnameVerifier((host, session) -> true);
        connection.setRequestMethod(method);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
        connection.setReadTimeout(Math.toIntExact(limits.silence().toMillis()));
        connection.setRequestProperty("Accept", "application/json");
        connection.setRequestProperty("Authorization", token.header());
        return connection;
    }

    private static String parameters(Map<String, String> query) {
        if (query.isEmpty()) {
            return "";
        }
        return new TreeMap<>(query)
                .entrySet().stream()
                        .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void prepare(HttpsURLConnection connection, Body body) {
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length());
        if (!body.type().isEmpty()) {
            connection.setRequestProperty("Content-Type", body.type());
        }
    }

    /** No timeout of a socket bounds its writing. */
    private void send(HttpsURLConnection connection, Body body) throws IOException {
        try (var watchdog = new Watchdog(limits.sending(body.length()), limits.silence(), cut(connection))) {
            var unused = guarded(watchdog, deaf(), () -> {
                try (var out = new WatchedOutput(connection.getOutputStream(), watchdog::movedOn)) {
                    body.source().writeTo(out);
                }
                return body;
            });
        }
    }

    private RestAnswer answer(HttpsURLConnection connection, Instant start) throws IOException {
        int status = connection.getResponseCode();
        if (status < 100) {
            throw strange();
        }
        var reason = connection.getResponseMessage();
        var text = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        return new RestAnswer(status, reason == null ? "" : reason, text == null ? "" : read(text, start));
    }

    private String read(InputStream text, Instant start) throws IOException {
        try (text) {
            var all = new java.io.ByteArrayOutputStream();
            var buffer = new byte[32 << 10];
            for (int n = text.read(buffer); n >= 0; n = text.read(buffer)) {
                all.write(buffer, 0, n);
                if (all.size() > MOST_BYTES || clock.instant().isAfter(start.plus(limits.total()))) {
                    throw endless().exception();
                }
            }
            return all.toString(StandardCharsets.UTF_8);
        }
    }

    private Problem endless() {
        return Problem.of(
                ProblemCode.HOST_ANSWER,
                "The answer of " + address() + " does not end.",
                "Look whether this really is the API of Proxmox VE.");
    }

    private Problem deaf() {
        return Problem.of(
                ProblemCode.SSH_UNREACHABLE,
                "The API at " + address() + " takes nothing, or next to nothing, of what is sent to it.");
    }

    private SlipwayException strange() {
        return Problem.of(ProblemCode.HOST_ANSWER, "What answers at " + address() + " is not Proxmox VE.")
                .exception();
    }

    private SlipwayException refused(RestAnswer answer) {
        return Problem.of(
                        ProblemCode.SSH_AUTH_FAILED,
                        "The host " + address() + " refuses the API token " + token.id() + ".",
                        "Check that the token exists, is enabled and has not expired; register the host again with a new"
                                + " token if need be.")
                .with("status", answer.status())
                .exception();
    }

    private SlipwayException unreachable(IOException cause) {
        return new SlipwayException(
                Problem.of(
                        ProblemCode.SSH_UNREACHABLE,
                        sockets.closed()
                                ? "The connection to " + address() + " is closed."
                                : "The API at " + address() + " cannot be reached, or the connection broke."),
                cause);
    }

    private SlipwayException mismatch(String shown) {
        return Problem.of(
                        ProblemCode.TLS_PIN_MISMATCH,
                        "The host " + address + " shows the certificate " + shown + ", but " + pin + " is pinned.",
                        "Find out why the certificate changed; then pin the new one with `slipway host add"
                                + " --replace-key`.")
                .with("shown", shown)
                .with("pinned", pin)
                .exception();
    }

    private SlipwayException outdated(X509Certificate certificate, IOException cause) {
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        return new SlipwayException(
                Problem.of(
                                ProblemCode.TLS_CERTIFICATE_EXPIRED,
                                "The host " + address + " shows the pinned certificate, but that is valid from " + from
                                        + " until " + until + " only.")
                        .with("valid_until", until.toString()),
                cause);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
