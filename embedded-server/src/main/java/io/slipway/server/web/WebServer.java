package io.slipway.server.web;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.Key;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.tls.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.server.LowResourceMonitor;

/**
 * One HTTP listener with everything that every route needs: strict parsing, limits, deadline, correlation id, security headers,
 * problem answers, access log. Routes come from the caller.
 *
 * <p>Requests run on virtual threads. Javalin's types are for the packages below {@code web} only.
 */
public final class WebServer implements AutoCloseable {
    static final Key<Integer> LARGEST_BODY = new Key<>("largestBody");
    private static final int RESPONSE_BUFFER = 4096;
    private static final String CORRELATION = "slipway.correlation";

    private final Javalin javalin;
    private final Connectors connectors;
    private final Deadlines deadlines;

    private WebServer(Javalin javalin, Connectors connectors, Deadlines deadlines) {
        this.javalin = javalin;
        this.connectors = connectors;
        this.deadlines = deadlines;
    }

    /**
     * Binds the addresses and serves the routes.
     *
     * @param redactor cleans every problem that is answered
     * @throws SlipwayException PORT_IN_USE when an address or the port cannot be bound
     */
    public static WebServer start(Listener listener, Ids ids, Redactor redactor, Consumer<RoutesConfig> routes) {
        var connectors = new Connectors(listener);
        var deadlines = new Deadlines(listener.name(), listener.deadline());
        try {
            var javalin = Javalin.create(config -> {
                limits(config, listener);
                connectors.addTo(config);
                config.jetty.modifyServer(server -> {
                    server.setErrorHandler(new BareErrors(ids));
                    // Javalin's: wakes every second to look at a pool of threads that virtual threads do not use.
                    server.getBeans(LowResourceMonitor.class).forEach(server::removeBean);
                });
                config.jetty.modifyServletContextHandler(handler -> handler.setErrorHandler(new BareErrors(ids)));
                new Frame(listener, ids, redactor, deadlines).addTo(config);
                routes.accept(config.routes);
            });
            javalin.start();
            return new WebServer(javalin, connectors, deadlines);
        } catch (RuntimeException e) {
            deadlines.close();
            connectors.close();
            throw cannotListen(listener, e);
        }
    }

    /** As {@link #start(Listener, Ids, Redactor, Consumer)}, without knowledge of secret values. */
    public static WebServer start(Listener listener, Ids ids, Consumer<RoutesConfig> routes) {
        return start(listener, ids, new Redactor(), routes);
    }

    private static void limits(JavalinConfig config, Listener listener) {
        config.concurrency.useVirtualThreads = true;
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = listener.largestBody();
        // Javalin copies every answer through a fresh buffer of this size, 32 KiB unless told; ours have a few hundred
        // bytes.
        config.http.responseBufferSize = RESPONSE_BUFFER;
        config.http.compressionStrategy = CompressionStrategy.NONE;
        config.http.defaultContentType = "application/json";
        config.router.ignoreTrailingSlashes = false;
        config.router.treatMultipleSlashesAsSingleSlash = false;
        config.appData(LARGEST_BODY, listener.largestBody());
    }

    private static RuntimeException cannotListen(Listener listener, RuntimeException cause) {
        for (Throwable t = cause; t != null; t = t.getCause()) {
            if (t instanceof IOException || t instanceof UncheckedIOException) {
                return new SlipwayException(
                        Problem.of(
                                ProblemCode.PORT_IN_USE,
                                "The " + listener.name() + " listener cannot use port " + listener.port() + " of "
                                        + listener.addresses() + ": " + t.getMessage() + ".",
                                "Choose another port or address, or stop the program that uses it."),
                        cause);
            }
        }
        return cause;
    }

    /** The port on all addresses. */
    public int port() {
        return connectors.port();
    }

    /** Shows another certificate from the next handshake on; open connections stay. */
    public void reload(TlsIdentity identity) {
        connectors.reload(identity);
    }

    /** The id of this request, also in its answer and the log. */
    public static String correlation(Context context) {
        return Objects.requireNonNullElse(context.<String>attribute(CORRELATION), "");
    }

    /**
     * Tells that the transfer of a file goes on: the listener's deadline then counts from now.
     *
     * @param longest from the request's beginning on; beyond it the listener's deadline holds again
     */
    public static void alive(Context context, Duration longest) {
        Frame.alive(context, longest);
    }

    static void correlation(Context context, String id) {
        context.attribute(CORRELATION, id);
    }

    /** Stops accepting, ends open requests, frees the port. */
    @Override
    public void close() {
        javalin.stop();
        deadlines.close();
    }
}
