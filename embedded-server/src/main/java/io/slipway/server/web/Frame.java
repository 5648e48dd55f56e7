package io.slipway.server.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** What surrounds every route of a listener. */
final class Frame {
    private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);
    private static final Logger ACCESS = LoggerFactory.getLogger("io.slipway.access");
    private static final String RUNNING = "slipway.running";
    /** What follows is a signed link and carries its own authority. */
    private static final String SIGNED = "/files/";

    private static final int LONGEST_LOGGED_PATH = 200;

    private final Listener listener;
    private final Ids ids;
    private final Redactor redactor;
    private final Deadlines deadlines;

    Frame(Listener listener, Ids ids, Redactor redactor, Deadlines deadlines) {
        this.listener = listener;
        this.ids = ids;
        this.redactor = redactor;
        this.deadlines = deadlines;
    }

    void addTo(JavalinConfig config) {
        config.routes.before(this::begin);
        config.routes.exception(Exception.class, this::map);
        // Javalin has its own answer for these unless told otherwise.
        config.routes.exception(HttpResponseException.class, this::map);
        config.routes.after(this::end);
        config.router.javaLangErrorHandler((response, error) -> {
            LOG.error("a request died listener={}", listener.name(), error);
            response.setStatus(ProblemCode.INTERNAL_ERROR.httpStatus());
        });
    }

    private void begin(Context context) {
        context.attribute(RUNNING, deadlines.begin());
        var correlation = Correlation.of(context.header(Correlation.HEADER), ids);
        WebServer.correlation(context, correlation);
        context.header(Correlation.HEADER, correlation);
        context.header("X-Content-Type-Options", "nosniff");
        context.header("X-Frame-Options", "DENY");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cross-Origin-Resource-Policy", "same-origin");
        context.header("Cross-Origin-Opener-Policy", "same-origin");
        context.header("Cache-Control", "no-store");
        context.header("Content-Security-Policy", listener.contentPolicy());
    }

    private void end(Context context) {
        Deadlines.Running running = context.attribute(RUNNING);
        if (running == null) {
            return;
        }
        deadlines.end(running);
        int status = context.statusCode();
        // The address as sent, still encoded: no line break can come from it. Never the query, the headers or the body.
        var path = context.req().getRequestURI();
        var shown = shown(path);
        var line = "request listener={} method={} path={} status={} millis={} peer={} correlation={}";
        var correlation = WebServer.correlation(context);
        var peer = context.req().getRemoteAddr();
        if (status < 400) {
            ACCESS.debug(line, listener.name(), context.method(), shown, status, running.millis(), peer, correlation);
        } else {
            ACCESS.info(line, listener.name(), context.method(), shown, status, running.millis(), peer, correlation);
        }
    }

    private static String shown(String path) {
        if (path.startsWith(SIGNED)) {
            return SIGNED + "***";
        }
        return path.length() > LONGEST_LOGGED_PATH ? path.substring(0, LONGEST_LOGGED_PATH) : path;
    }

    /** Tells that a transfer goes on, so that its deadline counts from now; see {@link WebServer#alive}. */
    static void alive(Context context, Duration longest) {
        Deadlines.Running running = context.attribute(RUNNING);
        if (running != null) {
            running.alive(longest);
        }
    }

    private void map(Exception failure, Context context) {
        Deadlines.Running running = context.attribute(RUNNING);
        boolean late = running != null && running.late();
        Answers.problem(context, redactor.clean(late ? tooLong() : problem(failure, context)));
    }

    private Problem problem(Exception failure, Context context) {
        return switch (failure) {
            case SlipwayException known -> {
                if (known.problem().code().kind() == ProblemCode.Kind.INTERNAL) {
                    LOG.error("request failed correlation={}", WebServer.correlation(context), known);
                }
                yield known.problem();
            }
            case HttpResponseException http -> ofHttp(http.getStatus());
            case JacksonException json -> Problem.of(ProblemCode.BAD_REQUEST, "The document is not valid.");
            case EofException gone -> Problem.of(ProblemCode.BAD_REQUEST, "The sender went away.");
            default -> {
                LOG.error("request failed correlation={}", WebServer.correlation(context), failure);
                yield Problem.of(
                        ProblemCode.INTERNAL_ERROR, "The request failed for a reason of ours; the log has it.");
            }
        };
    }

    private static Problem ofHttp(int status) {
        return switch (status) {
            case 401 -> Problem.of(ProblemCode.UNAUTHORIZED, "The request carries no valid token.");
            case 403 -> Problem.of(ProblemCode.FORBIDDEN, "This is not allowed.");
            case 404, 405 -> Problem.of(ProblemCode.NOT_FOUND_ROUTE, "There is nothing at this address.");
            case 413 -> Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The document is too large.");
            case 503 -> Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The server is stopping or overloaded.");
            default ->
                status >= 500
                        ? Problem.of(ProblemCode.INTERNAL_ERROR, "The request failed.")
                        : Problem.of(ProblemCode.BAD_REQUEST, "The request is not valid.");
        };
    }

    private Problem tooLong() {
        return Problem.of(
                ProblemCode.SERVICE_UNAVAILABLE,
                "The request took longer than " + listener.deadline().toMillis() + " ms and was stopped.");
    }
}
