package io.slipway.server.ssh;

import java.time.Duration;

/**
 * Bounds of one host's connection.
 *
 * @param connect for TCP, key exchange and each answer of the SSH layer
 * @param keepAlive pause between two signs of life; four unanswered ones end the connection
 * @param sessions commands and uploads at once; sshd's MaxSessions is 10 by default
 * @param patience how long to wait for a free session
 */
public record SshLimits(Duration connect, Duration keepAlive, int sessions, Duration patience) {
    /** 15 s to connect, 15 s between signs of life, 3 sessions, 2 min of waiting. */
    public static final SshLimits USUAL =
            new SshLimits(Duration.ofSeconds(15), Duration.ofSeconds(15), 3, Duration.ofMinutes(2));

    public SshLimits {
        if (connect.toMillis() < 1 || keepAlive.toSeconds() < 1 || sessions < 1 || patience.isNegative()) {
            throw new IllegalArgumentException("SSH limits out of range");
        }
    }

    int connectMillis() {
        return Math.toIntExact(connect.toMillis());
    }
}
