package io.slipway.server.lab.powershell;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Real HTTPS calls of one guest, trusting what the script's pins allow and nothing else. Used by one thread at a time. */
final class GuestHttp implements AutoCloseable {
    private static final int LARGEST = 64 << 20;
    private static final String CLOSED = "The underlying connection was closed: ";

    private final PinnedTrust trust;
    private final @Nullable InetAddress source;
    private final BooleanSupplier connected;
    private @Nullable HttpClient client;

    /**
     * A guest's network stack.
     *
     * @param source the local address its connections come from, or null
     * @param connected whether the simulated adapter can reach anything at the moment
     */
    GuestHttp(InstantSource clock, @Nullable InetAddress source, BooleanSupplier connected) {
        this.trust = new PinnedTrust(clock);
        this.source = source;
        this.connected = connected;
    }

    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        Optional<String> header(String name) {
            return headers.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                    .flatMap(entry -> entry.getValue().stream())
                    .findFirst();
        }
    }

    PinnedTrust trust() {
        return trust;
    }

    boolean connected() {
        return connected.getAsBoolean();
    }

    @Nullable
    InetAddress source() {
        return source;
    }

    private HttpClient client() {
        if (client == null) {
            try {
                var tls = SSLContext.getInstance("TLS");
                tls.init(null, new TrustManager[] {trust}, null);
                var builder = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(Duration.ofSeconds(10))
                        .sslContext(tls);
                client = (source == null ? builder : builder.localAddress(source)).build();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no TLS", e);
            }
        }
        return client;
    }

    /** One request; a connection is not used twice with a changed pin list because pins are set once per run. */
    Answer send(String method, String url, Map<String, String> headers, byte[] body, Duration timeout) {
        if (!connected()) {
            throw failure("ConnectFailure", "Unable to connect to the remote server");
        }
        try {
            var publisher = body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body);
            var request = HttpRequest.newBuilder(URI.create(url))
                    .method(method, publisher)
                    .timeout(timeout);
            headers.forEach(request::header);
            var response = client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (var stream = response.body()) {
                return new Answer(response.statusCode(), response.headers().map(), stream.readNBytes(LARGEST));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure("RequestCanceled", "The request was aborted: The request was canceled.");
        } catch (HttpTimeoutException e) {
            throw failure("Timeout", "The operation has timed out");
        } catch (SSLException e) {
            trust.refusedByName();
            throw failure(
                    "TrustFailure", CLOSED + "Could not establish trust relationship for the SSL/TLS secure channel.");
        } catch (ConnectException | UnresolvedAddressException e) {
            throw failure("ConnectFailure", "Unable to connect to the remote server");
        } catch (IOException e) {
            throw failure("ReceiveFailure", CLOSED + "An unexpected error occurred on a receive.");
        } catch (IllegalArgumentException e) {
            throw new NetFailure("UriFormatException", "Invalid URI: " + url.toLowerCase(Locale.ROOT));
        }
    }

    private static NetFailure failure(String status, String message) {
        return new NetFailure("Net.WebException", message)
                .with("Status", status)
                .with("Response", null);
    }

    @Override
    public void close() {
        if (client != null) {
            client.shutdownNow();
            client = null;
        }
    }
}
