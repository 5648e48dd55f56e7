package io.slipway.server.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One simulated VM: one TLS connection, requests prepared beforehand, so that the load costs little beside the server. */
final class GuestCaller implements AutoCloseable {
    private final SSLSocket socket;
    private final InputStream in;
    private final byte[] validate;
    private final byte[] report;

    GuestCaller(SSLSocketFactory factory, int port, String token, String vmUuid) throws IOException {
        socket = (SSLSocket) factory.createSocket("127.0.0.1", port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.startHandshake();
        in = new BufferedInputStream(socket.getInputStream(), 4096);
        validate = request("validate-token", "{\"token\":\"" + token + "\",\"vm_uuid\":\"" + vmUuid + "\"}");
        report = request(
                "report-progress",
                "{\"token\":\"" + token + "\",\"vm_uuid\":\"" + vmUuid
                        + "\",\"step\":\"playbook_running\",\"status\":\"running\",\"details\":{\"role\":\"base\"}}");
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
        socket.getOutputStream().write(request);
        var status = line();
        int length = 0;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        var body = in.readNBytes(length);
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
