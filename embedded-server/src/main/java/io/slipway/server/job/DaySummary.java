package io.slipway.server.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What came of a span of time.
 *
 * @param built VMs that were made
 * @param failed VMs that failed and were not made since
 * @param median of the times from the order to the finished VM; empty when none was made
 */
public record DaySummary(int built, int failed, Optional<Duration> median) {}
