package io.slipway.server.web.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The line between a browser and the panel, which can be cut or go dead: a proxy for TCP that knows which connections carry a stream
 * of events. Thread-safe.
 */
final class Line implements AutoCloseable {
    private static final String STREAM = "GET /ui/events";
    private static final String ANSWER = "HTTP/1.1 ";

    /** What happens to the bytes. */
    private enum Way {
        OPEN,
        CUT,
        DEAD
    }

    private final ServerSocket door;
    private final int behind;
    private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
    private final Set<Socket> streams = ConcurrentHashMap.newKeySet();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile Way way = Way.OPEN;

    /** @param behind port of the panel */
    Line(int behind) {
        this.behind = behind;
        try {
            this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("line").start(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + door.getLocalPort() + path;
    }

    /** How many streams of events are open through this line. */
    int streams() {
        return streams.size();
    }

    /** The heads of all requests for a stream, in their order. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    /** Closes what is open, and whatever comes. */
    void cut() {
        way = Way.CUT;
        closeAll();
    }

    /** From now on nothing comes through, and nobody says so. */
    void die() {
        way = Way.DEAD;
    }

    void mend() {
        way = Way.OPEN;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                var near = door.accept();
                if (way == Way.CUT) {
                    near.close();
                } else {
                    join(near, new Socket(InetAddress.getLoopbackAddress(), behind));
                }
            } catch (IOException e) {
                // The door is shut, or nobody is behind it.
            }
        }
    }

    private void join(Socket near, Socket far) {
        ends.add(near);
        ends.add(far);
        Thread.ofVirtual().start(() -> carry(near, far, true));
        Thread.ofVirtual().start(() -> carry(far, near, false));
    }

    private void carry(Socket from, Socket to, boolean asks) {
        var bytes = new byte[16_384];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                var said = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
                if (asks) {
                    look(from, said);
                } else if (said.startsWith(ANSWER) && !said.startsWith(ANSWER + "200")) {
                    // A stream that was refused is none, though its connection may stay.
                    streams.remove(to);
                }
                if (way == Way.OPEN) {
                    to.getOutputStream().write(bytes, 0, count);
                }
            }
        } catch (IOException e) {
            // One side closed it.
        } finally {
            List.of(from, to).forEach(end -> {
                ends.remove(end);
                streams.remove(end);
            });
        }
    }

    private void look(Socket near, String asked) {
        if (asked.startsWith(STREAM)) {
            streams.add(near);
            heads.add(asked);
        }
    }

    private void closeAll() {
        ends.forEach(end -> {
            try {
                end.close();
            } catch (IOException e) {
                // It was closed already.
            }
        });
    }

    @Override
    public void close() {
        cut();
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
