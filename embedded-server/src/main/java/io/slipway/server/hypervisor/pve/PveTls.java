package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The REST side of a host behind a pinned certificate; used to probe it.
 *
 * <p>Proxmox signs its own certificates, so the leaf's SHA-256 fingerprint is what is trusted, and nothing else: no authority,
 * no name. Without a pin the handshake fails before a byte of ours is sent.
 */
public final class PveTls {
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern FINGERPRINT = Pattern.compile("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");

    private final String host;
    private final int port;
    private final Duration patience;

    public PveTls(String host, int port, Duration patience) {
        if (!HOST.matcher(host).matches() || port < 1 || port > 65_535) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "That is not a host and a port.")
                    .exception();
        }
        this.host = host;
        this.port = port;
        this.patience = patience;
    }

    /**
     * The SHA-256 fingerprint of the certificate the host shows now, as Proxmox prints it: upper-case hex with colons. Nothing
     * is trusted and nothing is asked.
     *
     * @throws SlipwayException HOST_OFFLINE
     */
    public String fetchCertificate() {
        var trust = new Pinned(Optional.empty());
        try (var socket = connect(trust)) {
            socket.startHandshake();
        } catch (IOException e) {
            return trust.shown().orElseThrow(() -> offline(e));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
        throw new IllegalStateException("a handshake without a pin cannot succeed");
    }

    /**
     * What {@code GET /api2/json/version} answers: a version, or 401 without a login. Either proves the host is there.
     *
     * @param pin the confirmed fingerprint; empty refuses
     * @return the version, empty when the host wants a login first
     * @throws SlipwayException TLS_PIN_MISMATCH, HOST_OFFLINE, HOST_ANSWER
     */
    public Optional<String> version(Optional<String> pin) {
        var expected = pin.map(text -> text.toUpperCase(Locale.ROOT));
        if (expected.filter(text -> !FINGERPRINT.matcher(text).matches()).isPresent()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A certificate pin is 32 bytes in hex with colons.")
                    .exception();
        }
        var trust = new Pinned(expected);
        try (var socket = connect(trust)) {
            socket.startHandshake();
            return ask(socket);
        } catch (IOException e) {
            throw trust.shown()
                    .filter(shown -> expected.filter(shown::equals).isEmpty())
                    .map(shown -> mismatch(shown, expected))
                    .orElseGet(() -> offline(e));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is not available", e);
        }
    }

    private SSLSocket connect(Pinned trust) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, new SecureRandom());
        var plain = new Socket();
        try {
            int millis = Math.toIntExact(patience.toMillis());
            plain.connect(new InetSocketAddress(host, port), millis);
            plain.setSoTimeout(millis);
            return (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** One request of HTTP/1.0, because its answer ends with the connection. */
    private Optional<String> ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write(("GET /api2/json/version HTTP/1.0\r\nHost: " + host + "\r\nAccept: application/json\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        var answer = new String(socket.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        int body = answer.indexOf("\r\n\r\n");
        var status = answer.split("[ \r]", 3);
        if (body < 0 || status.length < 3 || !status[0].startsWith("HTTP/1.")) {
            throw strange();
        }
        if (status[1].equals("401")) {
            return Optional.empty();
        }
        try {
            var version = Json.parse(answer.substring(body + 4)).path("data").path("version");
            if (status[1].equals("200") && version.isString()) {
                return Optional.of(HostAnswer.presentable(version.asString()));
            }
        } catch (SlipwayException e) {
            throw new SlipwayException(strange().problem(), e);
        }
        throw strange();
    }

    private SlipwayException strange() {
        return Problem.of(ProblemCode.HOST_ANSWER, "What answers at " + host + ":" + port + " is not Proxmox VE.")
                .exception();
    }

    private SlipwayException offline(IOException cause) {
        return new SlipwayException(
                Problem.of(ProblemCode.HOST_OFFLINE, "Nothing speaks TLS at " + host + ":" + port + "."), cause);
    }

    private SlipwayException mismatch(String shown, Optional<String> expected) {
        var problem = Problem.of(
                        ProblemCode.TLS_PIN_MISMATCH,
                        expected.isEmpty()
                                ? "The host " + host + " shows the certificate " + shown
                                        + ", which nobody has confirmed yet."
                                : "The host " + host + " shows the certificate " + shown + ", but " + expected.get()
                                        + " is pinned.")
                .with("shown", shown);
        return expected.map(pinned -> problem.with("pinned", pinned))
                .orElse(problem)
                .exception();
    }

    /** Trusts exactly one leaf, and remembers what was shown. */
    private static final class Pinned extends X509ExtendedTrustManager {
        private final Optional<String> expected;
        private final AtomicReference<@Nullable String> seen = new AtomicReference<>();

        Pinned(Optional<String> expected) {
            this.expected = expected;
        }

        Optional<String> shown() {
            return Optional.ofNullable(seen.get());
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            try {
                var digest = MessageDigest.getInstance("SHA-256").digest(chain[0].getEncoded());
                var shown = HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
                seen.set(shown);
                chain[0].checkValidity();
                if (expected.filter(shown::equals).isEmpty()) {
                    throw new CertificateException("not the pinned certificate");
                }
            } catch (GeneralSecurityException e) {
                throw e instanceof CertificateException known ? known : new CertificateException(e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("there are no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
