package io.slipway.server.web.live;

import java.time.Duration;

/**
 * How long streams stay open, and how many.
 *
 * @param heartbeat longest silence; as often it is looked whether who opened the stream still may
 * @param session longest life of a socket (requirements D.3)
 * @param renew when a socket is told to open the next one
 * @param perUser streams of one user
 * @param all streams of all users
 */
public record LiveLimits(Duration heartbeat, Duration session, Duration renew, int perUser, int all) {
    /** 15 seconds, 30 minutes, 25 minutes, 64 of one user and 300 in all. */
    public static final LiveLimits USUAL =
            new LiveLimits(Duration.ofSeconds(15), Duration.ofMinutes(30), Duration.ofMinutes(25), 64, 300);
}
