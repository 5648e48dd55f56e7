package io.slipway.server.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One simulated VM: one TLS connection, requests prepared beforehand, so that the load costs little beside the server. */
final class GuestCaller implements AutoCloseable {
    /** Below the listener's idle limit of 30 seconds. */
    private static final long STALE_NANOS = Duration.ofSeconds(20).toNanos();

    private static final int ATTEMPTS = 5;
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    /** As our server writes it. */
    private static final String LENGTH = "Content-Length: ";

    private final SSLSocketFactory factory;
    private final int port;
    private SSLSocket socket;
    private InputStream in;
    private final byte[] answer = new byte[4096];
    private long usedAt;
    private final byte[] validate;
    private final byte[] report;

    GuestCaller(SSLSocketFactory factory, int port, String token, String vmUuid) throws IOException {
        this.factory = factory;
        this.port = port;
        socket = connect(factory, port);
        in = socket.getInputStream();
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
            in = socket.getInputStream();
        }
        socket.getOutputStream().write(request);
        int end = -1;
        int filled = 0;
        while (end < 0 || filled < end + length(end)) {
            int read = in.read(answer, filled, answer.length - filled);
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            filled += read;
            end = end < 0 ? headEnd(filled) : end;
        }
        usedAt = System.nanoTime();
        if (!startsWith(OK)) {
            throw new IOException(new String(answer, 0, filled, StandardCharsets.UTF_8));
        }
    }

    /** Where the body begins, or -1. */
    private int headEnd(int filled) {
        for (int i = 3; i < filled; i++) {
            if (answer[i] == '\n' && answer[i - 2] == '\n') {
                return i + 1;
            }
        }
        return -1;
    }

    private int length(int headEnd) {
        var head = new String(answer, 0, headEnd, StandardCharsets.ISO_8859_1);
        int at = head.indexOf(LENGTH);
        return at < 0 ? 0 : Integer.parseInt(head, at + LENGTH.length(), head.indexOf('\r', at + LENGTH.length()), 10);
    }

    private boolean startsWith(byte[] text) {
        return Arrays.equals(answer, 0, text.length, text, 0, text.length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
