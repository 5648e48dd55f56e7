package io.slipway.server.lab.rest;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over TLS on loopback, because no server at hand lets one choose the status line's reason, and because faults need the
 * bare connection.
 */
final class HttpWire implements AutoCloseable {
    /** Answers a request; null cuts the connection instead. */
    @FunctionalInterface
    interface Handler {
        @Nullable
        HttpReply answer(HttpRequest request) throws InterruptedException;
    }

    private static final int MOST_BODY = 256 << 20;
    private static final int LONGEST_LINE = 16 << 10;
    private static final int MOST_HEADERS = 100;

    private final SSLServerSocket server;
    private final Handler handler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    HttpWire(SSLContext context, int port, Handler handler) throws IOException {
        this.handler = handler;
        this.server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(port, 50, InetAddress.getByName("127.0.0.1"));
    }

    void start() {
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed, or a client that left during the handshake.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new BufferedInputStream(socket.getInputStream());
            var out = socket.getOutputStream();
            for (var request = read(in); request != null; request = read(in)) {
                var reply = handler.answer(request);
                if (reply == null) {
                    return;
                }
                write(out, reply);
            }
        } catch (IOException e) {
            // The client went away; what it started goes on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable HttpRequest read(InputStream in) throws IOException {
        var first = line(in);
        if (first == null) {
            return null;
        }
        var words = first.split(" ", 3);
        if (words.length != 3) {
            throw new IOException("not a request");
        }
        var headers = new TreeMap<String, String>();
        for (var line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon < 1 || headers.size() >= MOST_HEADERS) {
                throw new IOException("not a header");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        if (headers.containsKey("transfer-encoding")) {
            throw new IOException("chunked transfer encoding not supported");
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        if (length < 0 || length > MOST_BODY) {
            throw new IOException("for data too large");
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the body ends too early");
        }
        return new HttpRequest(words[0], words[1], headers, body);
    }

    private static @Nullable String line(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (text.length() > LONGEST_LINE) {
                throw new IOException("a line without end");
            }
            if (c != '\r') {
                text.append((char) c);
            }
        }
        return text.toString();
    }

    private static void write(OutputStream out, HttpReply reply) throws IOException {
        var body = reply.body().getBytes(StandardCharsets.UTF_8);
        var reason = reply.reason().replaceAll("[\\r\\n].*", "");
        var head = new StringBuilder("HTTP/1.1 " + reply.status() + " ");
        head.append(new String(reason.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
        head.append("\r\nServer: pve-api-daemon/3.0\r\nCache-Control: max-age=0\r\n");
        if (body.length > 0) {
            head.append("Content-Type: application/json;charset=UTF-8\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body);
        out.flush();
    }

    /** Cuts every connection. */
    void drop() {
        for (var socket : open) {
            try {
                socket.close();
            } catch (IOException e) {
                // It is as closed as it gets.
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // Nobody can connect any more either way.
        }
        drop();
        threads.shutdownNow();
    }
}
