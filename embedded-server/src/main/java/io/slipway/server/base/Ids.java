package io.slipway.server.base;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes time-ordered ids: UUID version 7 of RFC 9562 section 5.7, in lower case.
 *
 * <p>Each id is greater than the one before it, also within a millisecond and when the clock goes back (section 6.2, method 1:
 * the 12 bits after the time count), so that the order of ids is the order of events. Rows keyed by them append to the end of
 * an index instead of splitting its pages. Thread-safe.
 */
public final class Ids {
    private static final int COUNT_BITS = 12;
    private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

    private final InstantSource clock;
    /** The time and count of the newest id. */
    private final AtomicLong last = new AtomicLong();

    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids from the system clock and the operating system's randomness. */
    public static Ids system() {
        return new Ids(InstantSource.system(), new SecureRandom());
    }

    /** A new id: 48 bits of epoch milliseconds, a count of 12 bits, 62 random bits. */
    public String next() {
        long now = clock.millis() << COUNT_BITS;
        long tick = last.updateAndGet(before -> Math.max(before + 1, now));
        // One call for all bits: the operating system's generator takes a lock each time.
        var bits = new byte[Long.BYTES];
        random.nextBytes(bits);
        long high = tick >>> COUNT_BITS << 16 | 0x7000L | tick & COUNT_MASK;
        long low = ByteBuffer.wrap(bits).getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
