package io.slipway.server.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The times of one VM's requests. */
final class Latencies {
    private long[] nanos = new long[1024];
    private int count;

    void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    static void print(String name, List<Latencies> all, long elapsedNanos, long cpuNanos) {
        var sorted = all.stream()
                .flatMapToLong(one -> Arrays.stream(one.nanos, 0, one.count))
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                "%-8s %,9.0f pairs/s  p50 %7.1f ms  p99 %7.1f ms  max %7.1f ms  %5.0f us of CPU per pair%n",
                name,
                sorted.length / 2 / (elapsedNanos / 1e9),
                percentile(sorted, 0.50),
                percentile(sorted, 0.99),
                percentile(sorted, 1.00),
                cpuNanos / 1e3 / Math.max(1, sorted.length / 2));
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))] / 1e6;
    }
}
