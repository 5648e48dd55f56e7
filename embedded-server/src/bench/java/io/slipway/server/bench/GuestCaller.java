package io.slipway.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One simulated VM: one TLS connection, requests prepared beforehand, so that the load costs little beside the server. */
final class GuestCaller implements AutoCloseable {
    /** Below the listener's idle limit of 30 seconds. */
    private static final long STALE_NANOS = Duration.ofSeconds(20).toNanos();

    private static final int ATTEMPTS = 5;

    private final SSLSocketFactory factory;
    private final int port;
    private SSLSocket socket;
    private InputStream in;
    private long usedAt;
    private final byte[] validate;
    private final byte[] report;

    GuestCaller(SSLSocketFactory factory, int port, String token, String vmUuid) throws IOException {
        this.factory = factory;
        this.port = port;
        socket = connect(factory, port);
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        usedAt = System.nanoTime();
        validate = request("validate-token", "{\"token\":\"" + token + "\",\"vm_uuid\":\"" + vmUuid + "\"}");
        report = request(
                "report-progress",
                "{\"token\":\"" + token + "\",\"vm_uuid\":\"" + vmUuid
                        + "\",\"step\":\"playbook_running\",\"status\":\"running\",\"details\":{\"role\":\"base\"}}");
    }

    /** As a guest does: on a machine busy with others a handshake may run into the listener's idle limit. */
    private static SSLSocket connect(SSLSocketFactory factory, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return handshake(factory, port);
            } catch (SSLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static SSLSocket handshake(SSLSocketFactory factory, int port) throws IOException {
        var fresh = (SSLSocket) factory.createSocket("127.0.0.1", port);
        fresh.setTcpNoDelay(true);
        fresh.setSoTimeout(60_000);
        fresh.startHandshake();
        return fresh;
    }

    private static byte[] request(String route, String body) {
        var head = "POST /api/v1/provisioning/" + route
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    void validate() throws IOException {
        exchange(validate);
    }

    void report() throws IOException {
        exchange(report);
    }

    private void exchange(byte[] request) throws IOException {
        if (System.nanoTime() - usedAt > STALE_NANOS) {
            socket.close();
            socket = connect(factory, port);
            in = new BufferedInputStream(socket.getInputStream(), 4096);
        }
        socket.getOutputStream().write(request);
        var status = line();
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        var body = in.readNBytes(length);
        usedAt = System.nanoTime();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException(status + " " + new String(body, StandardCharsets.UTF_8));
        }
    }

    private String line() throws IOException {
        var text = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server closed the connection");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
