package io.slipway.server.base;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Makes time-ordered ids: UUID version 7 of RFC 9562 section 5.7, in lower case.
 *
 * <p>Rows keyed by such an id append to the end of an index instead of splitting its pages. Thread-safe.
 */
public final class Ids {
    private final InstantSource clock;
    private final RandomGenerator random;

    public Ids(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Ids from the system clock and the operating system's randomness. */
    public static Ids system() {
        return new Ids(InstantSource.system(), new SecureRandom());
    }

    /** A new id: 48 bits of epoch milliseconds, 74 random bits. */
    public String next() {
        // One call for all bits: the operating system's generator takes a lock each time.
        var bits = new byte[2 * Long.BYTES];
        random.nextBytes(bits);
        var words = ByteBuffer.wrap(bits);
        long high = clock.millis() << 16 | 0x7000L | words.getLong() & 0x0FFFL;
        long low = words.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
