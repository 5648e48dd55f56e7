package io.slipway.server.job;

import java.time.Duration;
import java.util.List;

/**
 * How long something usually takes, from what was measured.
 *
 * @param low a quarter of the measured times is shorter
 * @param median the time in the middle
 * @param high a quarter is longer
 * @param measured how many times it is made of
 */
public record UsualTime(Duration low, Duration median, Duration high, int measured) {
    /** From sorted times, at least one. */
    static UsualTime of(List<Long> sortedMillis) {
        return new UsualTime(
                quantile(sortedMillis, 0.25),
                quantile(sortedMillis, 0.5),
                quantile(sortedMillis, 0.75),
                sortedMillis.size());
    }

    /** Nearest rank. */
    private static Duration quantile(List<Long> sorted, double share) {
        int rank = (int) Math.ceil(share * sorted.size());
        return Duration.ofMillis(sorted.get(Math.max(0, rank - 1)));
    }
}
