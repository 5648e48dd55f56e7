package io.slipway.server.hypervisor.pve.rest;

import java.time.Duration;

/**
 * How patient we are with the API. A refused token is answered after about 3 s, a node that is proxied to after up to 30 s.
 *
 * @param connect until the connection stands
 * @param silence longest time without a byte of an answer
 * @param total longest time for the whole answer
 */
public record RestLimits(Duration connect, Duration silence, Duration total) {
    /** 15 s to connect, 60 s of silence, 5 min in all. */
    public static final RestLimits USUAL =
            new RestLimits(Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(5));
}
