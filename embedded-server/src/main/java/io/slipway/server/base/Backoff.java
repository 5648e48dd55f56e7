package io.slipway.server.base;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Growing pauses between attempts: {@code first * factor^(attempt-1)}, capped, with jitter of plus or minus a fifth.
 *
 * @param first pause after the first failure
 * @param factor growth per attempt, at least 1
 * @param limit longest pause before jitter
 * @param maxAttempts attempts in all before giving up
 */
public record Backoff(Duration first, double factor, Duration limit, int maxAttempts) {
    private static final double JITTER = 0.2;

    public Backoff {
        if (first.isNegative() || limit.compareTo(first) < 0 || factor < 1 || maxAttempts < 1) {
            throw new IllegalArgumentException("backoff out of range");
        }
    }

    /**
     * The pause after a failed attempt.
     *
     * @param attempt 1 for the first failure
     */
    public Duration after(int attempt, RandomGenerator random) {
        double millis = Math.min(limit.toMillis(), first.toMillis() * Math.pow(factor, Math.max(0, attempt - 1)));
        return Duration.ofMillis((long) (millis * (1 - JITTER + 2 * JITTER * random.nextDouble())));
    }

    /** Whether no further attempt is due. */
    public boolean exhausted(int attempt) {
        return attempt >= maxAttempts;
    }
}
