package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A client of a stream of server-sent events, on a bare socket, so that nothing is repaired on the way. */
final class SseClient implements AutoCloseable {
    /** One message. */
    record Message(String event, String id, String data) {
        JsonNode json() {
            return Json.parse(data);
        }
    }

    private final Socket socket;
    private final BufferedReader in;
    final int status;
    final List<String> head = new ArrayList<>();

    SseClient(URI base, String path, String... headers) throws IOException {
        socket = new Socket("127.0.0.1", base.getPort());
        socket.setSoTimeout(20_000);
        var request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + base.getAuthority() + "\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        status = Integer.parseInt(in.readLine().split(" ")[1]);
        for (var line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            head.add(line.toLowerCase());
        }
    }

    /** The next message; lengths of chunks are passed over, comments are passed over too. */
    Message next() throws IOException {
        var event = "";
        var id = "";
        var data = "";
        for (var line = in.readLine(); line != null; line = in.readLine()) {
            if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !event.isEmpty()) {
                var message = new Message(event, id, data);
                ApiContract.heard(message);
                return message;
            }
        }
        throw new IOException("the stream ended");
    }

    Message next(String event) throws IOException {
        while (true) {
            var message = next();
            if (message.event().equals(event)) {
                return message;
            }
        }
    }

    /** Waits for so many beats, which keep a silent stream open. @return how many came */
    int beats(int count) throws IOException {
        int heard = 0;
        while (heard < count) {
            var line = in.readLine();
            if (line == null) {
                throw new IOException("the stream ended");
            }
            heard += line.equals("event: beat") ? 1 : 0;
        }
        return heard;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
