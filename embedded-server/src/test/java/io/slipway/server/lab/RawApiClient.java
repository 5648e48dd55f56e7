package io.slipway.server.lab;

import io.slipway.server.lab.rest.LabToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Sends recorded requests byte for byte as curl did, and sees the whole status line. */
final class RawApiClient implements AutoCloseable {
    record Answer(String status, String body) {}

    private final SSLSocket socket;

    RawApiClient(int port) throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port);
    }

    Answer send(RestTranscript recorded, String authorization) throws IOException {
        var type = "application/x-www-form-urlencoded";
        var form = new ArrayList<String>();
        var parts = new ArrayList<String>();
        for (int i = 0; i + 1 < recorded.arguments().size(); i += 2) {
            var value = recorded.arguments().get(i + 1);
            switch (recorded.arguments().get(i)) {
                case "-d" -> form.add(value);
                case "-F" -> parts.add(value);
                case "-H" -> type = value.replaceFirst("Content-Type: ", "");
                case "--data-urlencode" -> {
                    int equals = value.indexOf('=');
                    form.add(value.substring(0, equals + 1)
                            + URLEncoder.encode(value.substring(equals + 1), StandardCharsets.UTF_8));
                }
                default ->
                    throw new IllegalArgumentException(recorded.arguments().get(i));
            }
        }
        var body = String.join("&", form).getBytes(StandardCharsets.UTF_8);
        if (!parts.isEmpty()) {
            type = "multipart/form-data; boundary=xx";
            body = multipart(parts);
        }
        return send(recorded.method(), recorded.target(), authorization, type, body);
    }

    /** The recorded file had 389120 bytes and another digest; its sum is part of the recording and not checked here. */
    private static byte[] multipart(List<String> parts) throws IOException {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            int equals = part.indexOf('=');
            var name = part.substring(0, equals);
            var value = part.substring(equals + 1);
            var file = value.startsWith("@");
            var head = "--xx\r\nContent-Disposition: form-data; name=\"" + name + "\""
                    + (file
                            ? "; filename=\"" + value.replaceFirst("^@[^;]*;filename=([^;]*).*$", "$1")
                                    + "\"\r\nContent-Type: application/octet-stream"
                            : "")
                    + "\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.UTF_8));
            out.write(file ? new byte[389_120] : value.getBytes(StandardCharsets.UTF_8));
            out.write("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        out.write("--xx--\r\n".getBytes(StandardCharsets.UTF_8));
        return out.toByteArray();
    }

    private Answer send(String method, String target, String authorization, String type, byte[] body)
            throws IOException {
        var head = method + " /api2/json" + target + " HTTP/1.1\r\nHost: pve1:8006\r\n"
                + (authorization.isEmpty() ? "" : "Authorization: " + authorization + "\r\n")
                + (body.length == 0 ? "" : "Content-Type: " + type + "\r\n") + "Content-Length: " + body.length
                + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        var in = socket.getInputStream();
        var status = line(in).replaceFirst("^HTTP/1\\.1 ", "");
        int length = 0;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring(16));
            }
        }
        return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the node works on nothing any more. */
    void settle(LabToken token) throws IOException {
        var authorization = "PVEAPIToken=" + token.id() + "=" + token.secret();
        for (int i = 0; i < 10_000; i++) {
            var active = send("GET", "/nodes/pve1/tasks?source=active", authorization, "", new byte[0]);
            if (active.body().contains("\"data\":[]")) {
                return;
            }
        }
        throw new IllegalStateException("a task does not end");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
