package io.slipway.server.web.live;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.web.Access;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Credential;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The streams of the admin listener: events and log lines, for programs and for pages. Thread-safe. */
public final class Live implements AutoCloseable {
    /** The socket of events. */
    public static final String EVENTS = "/ws/v1/events";

    /** The socket of a job's log. */
    public static final String LOG = "/ws/v1/jobs/{job}/log";

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern CURSOR = Pattern.compile("[0-9]{1,15}");

    private final LiveParts parts;
    private final Seats seats;
    private final EventStreams streams;
    private final Map<String, EventSession> sessions = new ConcurrentHashMap<>();
    private final Map<String, Thread> logs = new ConcurrentHashMap<>();

    public Live(LiveParts parts) {
        this.parts = parts;
        this.seats = new Seats(parts.limits());
        this.streams = new EventStreams(parts, seats);
    }

    /** A socket, for the documentation. */
    public record SocketRoute(String path, Access access, String query, String summary) {}

    /** All sockets that are served. */
    public static List<SocketRoute> sockets() {
        return List.of(
                new SocketRoute(
                        EVENTS, Access.READ, "", "what changes: notifications, jobs, inventory; by subscription"),
                new SocketRoute(LOG, Access.READ, "after", "a job's log lines after a position, to the job's end"));
    }

    /** Serves events as server-sent events. */
    public Handler events() {
        return streams::serve;
    }

    /** How many streams are open. */
    public int open() {
        return seats.count();
    }

    /** Adds the sockets; the guard has let their callers in. */
    public void addTo(RoutesConfig routes) {
        routes.wsBeforeUpgrade(EVENTS, context -> requireFree(context, Set.of()));
        routes.ws(EVENTS, this::events, Access.READ);
        routes.wsBeforeUpgrade(LOG, this::requireJob);
        routes.ws(LOG, this::log, Access.READ);
    }

    private void requireJob(Context context) {
        requireFree(context, Set.of("after"));
        var job = context.pathParam("job");
        var after = context.queryParam("after");
        if (!WORD.matcher(job).matches()
                || after != null && !CURSOR.matcher(after).matches()) {
            throw wrong("The address needs a job's id and, as after, a whole number.");
        }
        parts.jobs().require(AdminGuard.credential(context).caller().tenant(), job);
    }

    private void requireFree(Context context, Set<String> known) {
        seats.require(AdminGuard.credential(context).caller());
        if (!known.containsAll(context.queryParamMap().keySet())) {
            throw wrong("The address has a parameter that is not known here.");
        }
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }

    private void events(WsConfig config) {
        config.onConnect(context -> {
            var socket = Socket.of(context);
            seated(context, socket, (credential, seat) -> {
                var session = new EventSession(parts, socket, credential, seat);
                sessions.put(context.sessionId(), session);
                var unused = start("live-events", session);
            });
        });
        config.onMessage(context -> {
            var session = sessions.get(context.sessionId());
            if (session != null) {
                session.hear(context.message());
            }
        });
        config.onBinaryMessage(context -> context.closeSession(1003, "text only"));
        config.onClose(context -> {
            var session = sessions.remove(context.sessionId());
            if (session != null) {
                session.gone();
            }
        });
    }

    private void log(WsConfig config) {
        config.onConnect(context -> {
            var socket = Socket.of(context);
            var after = context.queryParam("after");
            long cursor = after == null ? 0 : Long.parseLong(after);
            var job = context.pathParam("job");
            seated(context, socket, (credential, seat) -> {
                var session = new LogSession(parts, socket, credential, seat, job, cursor);
                logs.put(context.sessionId(), start("live-log", session));
            });
        });
        config.onMessage(context -> context.closeSession(Socket.POLICY, "this socket only tells"));
        config.onClose(context -> {
            var thread = logs.remove(context.sessionId());
            if (thread != null) {
                thread.interrupt();
            }
        });
        config.onBinaryMessage(context -> context.closeSession(1003, "text only"));
    }

    /** What begins with a seat. */
    private interface Begin {
        void with(Credential credential, Seats.Seat seat);
    }

    private void seated(WsContext context, Socket socket, Begin begin) {
        var credential = AdminGuard.credential(context);
        try {
            var seat = seats.take(credential.caller());
            try {
                begin.with(credential, seat);
            } catch (RuntimeException e) {
                seat.close();
                throw e;
            }
        } catch (SlipwayException e) {
            boolean full = e.problem().code() == ProblemCode.RATE_LIMITED;
            socket.close(full ? Socket.POLICY : Socket.STOPPING, full ? "too many streams are open" : "stopping");
        }
    }

    private static Thread start(String name, Runnable session) {
        return Thread.ofVirtual().name(name).start(session);
    }

    /** Ends all streams; call it before the listener stops. */
    @Override
    public void close() {
        seats.close();
    }
}
