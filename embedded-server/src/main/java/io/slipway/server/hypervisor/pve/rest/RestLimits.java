package io.slipway.server.hypervisor.pve.rest;

import java.time.Duration;

/**
 * How patient we are with the API. A refused token is answered after about 3 s, a node that is proxied to after up to 30 s.
 *
 * @param connect until the connection stands
 * @param silence longest time without a byte of an answer, or without one being taken of a request
 * @param total longest time to connect, to take a request without a body, and for the whole answer, each
 */
public record RestLimits(Duration connect, Duration silence, Duration total) {
    /** 15 s to connect, 60 s of silence, 5 min in all. */
    public static final RestLimits USUAL =
            new RestLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(5));

    /** A slower way to the host is taken for one that stands still. */
    private static final long LEAST_BYTES_PER_SECOND = 64 << 10;

    /** Longest time for a body of that many bytes to be taken. */
    Duration sending(long bytes) {
        return total.plusSeconds(bytes / LEAST_BYTES_PER_SECOND);
    }
}
