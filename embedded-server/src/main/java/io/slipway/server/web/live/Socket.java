package io.slipway.server.web.live;

import io.javalin.websocket.WsContext;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import tools.jackson.databind.node.ObjectNode;

/** An open WebSocket: sends one message at a time and waits until it is out, so that nothing piles up. Thread-safe. */
final class Socket {
    /** The work is done. */
    static final int DONE = 1000;
    /** The program stops. */
    static final int STOPPING = 1001;
    /** Against the rules of the protocol. */
    static final int POLICY = 1008;
    /** The token or session that opened it has ended. */
    static final int SIGNED_OUT = 4401;
    /** It was open as long as a socket may be; open another one. */
    static final int SESSION_OVER = 4408;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(90);
    private static final int MOST_FRAMES = 64;

    private final Session session;
    /** One sender at a time. */
    private final ReentrantLock lock = new ReentrantLock();

    private Socket(Session session) {
        this.session = session;
    }

    /** Sets the limits before the first message is read; longer messages are sent in frames of the same length. */
    static Socket of(WsContext context) {
        var session = context.session;
        session.setIdleTimeout(IDLE);
        session.setMaxTextMessageSize(ClientMessage.LONGEST);
        session.setMaxBinaryMessageSize(ClientMessage.LONGEST);
        session.setMaxFrameSize(ClientMessage.LONGEST);
        session.setAutoFragment(true);
        session.setMaxOutgoingFrames(MOST_FRAMES);
        return new Socket(session);
    }

    boolean open() {
        return session.isOpen();
    }

    /** @throws IOException when the other side has gone or does not read */
    void send(ObjectNode message) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            await(Callback.Completable.with(callback -> session.sendText(Json.write(message), callback)));
        } finally {
            lock.unlock();
        }
    }

    private void await(Callback.Completable sent) throws IOException, InterruptedException {
        try {
            sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            session.disconnect();
            throw new IOException("the client does not take the message", e);
        }
    }

    void close(int code, String reason) {
        session.close(code, reason, Callback.NOOP);
    }
}
