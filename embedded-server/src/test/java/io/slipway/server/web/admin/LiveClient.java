package io.slipway.server.web.admin;

import io.slipway.server.base.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A client of a socket that keeps what it hears. */
final class LiveClient implements WebSocket.Listener, AutoCloseable {
    private static final String END = "closed ";

    private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final HttpClient client = HttpClient.newHttpClient();
    private final WebSocket socket;

    LiveClient(URI base, String path, String... headers) throws Exception {
        var builder = client.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        var address = URI.create(base.toString().replaceFirst("http", "ws") + path);
        socket = builder.buildAsync(address, this).get(20, TimeUnit.SECONDS);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        part.append(data);
        if (last) {
            heard.add(part.toString());
            part.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        heard.add(END + code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        heard.add(END + error);
    }

    void say(String text) {
        socket.sendText(text, true).join();
    }

    JsonNode next() throws InterruptedException {
        var text = heard.poll(20, TimeUnit.SECONDS);
        if (text == null || text.startsWith(END)) {
            throw new AssertionError("heard " + text);
        }
        return Json.parse(text);
    }

    /** The next message that fits; others are passed over. */
    JsonNode next(Predicate<JsonNode> wanted) throws InterruptedException {
        while (true) {
            var message = next();
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    /** All that comes until a message of the type, which is the last. */
    List<JsonNode> until(String type) throws InterruptedException {
        var all = new ArrayList<JsonNode>();
        do {
            all.add(next());
        } while (!all.getLast().path("type").asString().equals(type));
        return all;
    }

    /** With which code the other side closes. */
    int closed() throws InterruptedException {
        while (true) {
            var text = heard.poll(20, TimeUnit.SECONDS);
            if (text == null) {
                throw new AssertionError("still open");
            }
            if (text.startsWith(END)) {
                return Integer.parseInt(text.substring(END.length()));
            }
        }
    }

    /**
     * Says the same again and again, each time when the last was answered, until the other side closes: what it has not read then
     * would make it cut the line before its reason is heard.
     *
     * @return with which code
     */
    int closedAt(String text, String answer) throws InterruptedException {
        while (true) {
            say(text);
            String heardNow;
            do {
                heardNow = heard.poll(20, TimeUnit.SECONDS);
                if (heardNow == null) {
                    throw new AssertionError("still open");
                }
                if (heardNow.startsWith(END)) {
                    return Integer.parseInt(heardNow.substring(END.length()));
                }
            } while (!Json.parse(heardNow).path("type").asString("").equals(answer));
        }
    }

    @Override
    public void close() {
        socket.abort();
        client.close();
    }
}
