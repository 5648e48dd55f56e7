package io.slipway.server.web.admin;

import io.slipway.server.base.SlipwayException;
import io.slipway.server.web.Listener;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.WebServer;
import io.slipway.server.web.live.Live;
import io.slipway.server.web.live.LiveLimits;
import java.net.URI;
import java.time.Duration;

/** The running admin listener, bound to the loopback addresses and to nothing else. */
public final class AdminServer implements AutoCloseable {
    /** Longer than the longest command that may be run on a host (requirements B.5: 180 s). */
    private static final Duration DEADLINE = Duration.ofSeconds(200);

    /** Requests of one user: 10 000 in 15 minutes (requirements B.9), of which as many at once. */
    private static final RateLimit.Rate RATE = new RateLimit.Rate(11, 10_000);

    private static final int USERS = 1024;
    private static final int TRIES = 5;

    private final WebServer server;
    private final Live live;

    private AdminServer(WebServer server, Live live) {
        this.server = server;
        this.live = live;
    }

    /**
     * Serves the admin API.
     *
     * @param port 0 lets the system choose one
     * @throws SlipwayException CONFIG_ERROR when the port is taken
     */
    public static AdminServer start(AdminParts parts, int port) {
        return start(parts, port, RateLimit.of(RATE, USERS));
    }

    static AdminServer start(AdminParts parts, int port, RateLimit limit) {
        return start(parts, port, limit, LiveLimits.USUAL);
    }

    static AdminServer start(AdminParts parts, int port, RateLimit limit, LiveLimits streams) {
        var routes = new AdminRoutes(parts, limit, streams);
        for (int more = port == 0 ? TRIES : 1; ; more--) {
            try {
                var listener = Listener.admin(port).withDeadline(DEADLINE);
                return new AdminServer(
                        WebServer.start(listener, parts.ids(), parts.redactor(), routes::addTo), routes.live());
            } catch (SlipwayException e) {
                // The port that the system chose for one address may be somebody's on the other.
                if (more <= 1) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return server.port();
    }

    /** The address for clients of this machine. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        live.close();
        server.close();
    }
}
