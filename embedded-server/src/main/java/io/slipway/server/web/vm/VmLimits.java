package io.slipway.server.web.vm;

import io.slipway.server.web.RateLimit;
import io.slipway.server.web.RateLimit.Rate;

/**
 * How often guests may call.
 *
 * @param perAddress requests without a token that we signed, by address; many VMs may share one behind a NAT
 * @param perToken requests with one, by token, whatever address they come from
 */
public record VmLimits(Rate perAddress, Rate perToken) {
    /** 10 per second with a burst of 40, for both. */
    public static final VmLimits DEFAULT = new VmLimits(new Rate(10, 40), new Rate(10, 40));

    private static final int MOST_ADDRESSES = 4096;
    private static final int MOST_TOKENS = 16_384;

    RateLimit addresses() {
        return RateLimit.of(perAddress, MOST_ADDRESSES);
    }

    RateLimit tokens() {
        return RateLimit.of(perToken, MOST_TOKENS);
    }
}
