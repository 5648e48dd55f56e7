package io.slipway.server.web;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Lets each caller make so many requests per second, with a burst; callers are told apart by a key. Thread-safe.
 *
 * <p>The number of buckets is bounded. When all are taken, the one longest unused makes room if it is full again, for then
 * forgetting it changes nothing; otherwise all newcomers share one bucket, so nobody gains by coming under many names.
 */
public final class RateLimit {
    private static final int IPV6_SITE_BYTES = 8;

    private final Rate rate;
    private final int mostBuckets;
    private final TimeMeter time;
    /** Guards the map; the buckets are thread-safe by themselves. */
    private final ReentrantLock lock = new ReentrantLock();

    private final LinkedHashMap<String, Bucket> buckets = new LinkedHashMap<>(64, 0.75f, true);
    private final Bucket shared;

    /**
     * How much is allowed.
     *
     * @param perSecond refilled evenly, at least 1
     * @param burst most at once after a pause, at least {@code perSecond}
     */
    public record Rate(int perSecond, int burst) {
        public Rate {
            if (perSecond < 1 || burst < perSecond) {
                throw Problem.of(
                                ProblemCode.CONFIG_ERROR, "A rate needs 1 or more per second and a burst not below it.")
                        .exception();
            }
        }
    }

    /**
     * Limits by the given rate.
     *
     * @param mostBuckets most callers told apart at once
     * @param nanos a clock that only goes forward, in nanoseconds
     */
    public RateLimit(Rate rate, int mostBuckets, LongSupplier nanos) {
        this.rate = rate;
        this.mostBuckets = mostBuckets;
        this.time = new Meter(nanos);
        this.shared = bucket();
    }

    /** Limits by the machine's clock. */
    public static RateLimit of(Rate rate, int mostBuckets) {
        return new RateLimit(rate, mostBuckets, System::nanoTime);
    }

    /**
     * Counts one request of the caller.
     *
     * @throws SlipwayException RATE_LIMITED, with the whole seconds to wait in the context under {@code retry_after}
     */
    public void require(String key) {
        var probe = bucketOf(key).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = Math.max(1, Math.ceilDiv(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1)));
            throw Problem.of(ProblemCode.RATE_LIMITED, "Too many requests.")
                    .with(ProblemAnswer.RETRY_AFTER, seconds)
                    .exception();
        }
    }

    /** How many callers are told apart now. */
    int size() {
        lock.lock();
        try {
            return buckets.size();
        } finally {
            lock.unlock();
        }
    }

    private Bucket bucketOf(String key) {
        lock.lock();
        try {
            var known = buckets.get(key);
            if (known != null) {
                return known;
            }
            if (buckets.size() >= mostBuckets && !makeRoom()) {
                return shared;
            }
            var fresh = bucket();
            buckets.put(key, fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private boolean makeRoom() {
        var eldest = buckets.entrySet().iterator();
        if (eldest.next().getValue().getAvailableTokens() < rate.burst()) {
            return false;
        }
        eldest.remove();
        return true;
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(rate.burst()).refillGreedy(rate.perSecond(), Duration.ofSeconds(1)))
                .withCustomTimePrecision(time)
                .build();
    }

    /** The key of an address: IPv4 whole, IPv6 by its /64, since a host there has 2^64 addresses. */
    public static String addressKey(InetAddress address) {
        var bytes = address.getAddress();
        return address instanceof Inet6Address
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_SITE_BYTES))
                : HexFormat.of().formatHex(bytes);
    }

    private record Meter(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
