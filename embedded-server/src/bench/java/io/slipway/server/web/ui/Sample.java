package io.slipway.server.web.ui;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** Times in milliseconds of the same thing done again and again. One thread uses it. */
final class Sample {
    private double[] millis = new double[256];
    private int count;

    void add(double time) {
        if (count == millis.length) {
            millis = Arrays.copyOf(millis, count * 2);
        }
        millis[count++] = time;
    }

    /** @param share 0.5 is the median */
    double at(double share) {
        var sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return count == 0 ? Double.NaN : sorted[Math.min(count - 1, (int) (count * share))];
    }

    void print(String what, String rest) {
        print("%-46s p50 %7.1f ms  p95 %7.1f ms  worst %7.1f ms  n %4d%s", what, at(0.5), at(0.95), at(1), count, rest);
    }

    static void print(String format, Object... values) {
        Objects.requireNonNull(System.out).println(String.format(Locale.ROOT, format, values));
    }
}
