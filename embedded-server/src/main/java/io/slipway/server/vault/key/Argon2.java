package io.slipway.server.vault.key;

import java.lang.management.ManagementFactory;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.LongSupplier;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id version 1.3 (RFC 9106), and how much of it this machine does in a given time. */
public final class Argon2 {
    /** What one guess must cost on the machine that chose the passphrase. */
    public static final Duration TARGET = Duration.ofMillis(250);

    private static final int MEMORY_KIB = 64 << 10;
    private static final int FIRST_PASSES = 3;
    private static final int MOST_PASSES = 60;

    private Argon2() {}

    /**
     * The 32 bytes that a passphrase gives; the caller wipes them.
     *
     * @param passphrase in any Unicode form; it is brought to NFC, so that another keyboard gives the same bytes
     */
    static byte[] derive(char[] passphrase, byte[] salt, Argon2Cost cost) {
        var text = Normalizer.normalize(CharBuffer.wrap(passphrase), Normalizer.Form.NFC);
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            return derive(bytes, salt, cost);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] derive(byte[] secret, byte[] salt, Argon2Cost cost) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKiB())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        var derived = new byte[KeyProtector.KEY_BYTES];
        generator.generateBytes(secret, derived);
        return derived;
    }

    /**
     * The cost for new passphrases on this machine, in processor time: a machine that is busy at this moment must not make
     * guessing cheaper for ever. Takes about a second.
     */
    public static Argon2Cost calibrate() {
        var threads = ManagementFactory.getThreadMXBean();
        if (!threads.isCurrentThreadCpuTimeSupported()) {
            return calibrate(TARGET, System::nanoTime);
        }
        var task = new FutureTask<>(() -> calibrate(TARGET, threads::getCurrentThreadCpuTime));
        // A virtual thread has no processor time of its own.
        Thread.ofPlatform().daemon().name("argon2-calibration").start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the passphrase function cannot be computed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the passphrase function was measured", e);
        }
    }

    /**
     * A cost that takes this machine at least the given time: 64 MiB, and as many passes as it needs, three or more.
     *
     * @param nanos a clock that only goes forward
     */
    public static Argon2Cost calibrate(Duration target, LongSupplier nanos) {
        var sample = new Argon2Cost(MEMORY_KIB, FIRST_PASSES, 1);
        long best = Long.MAX_VALUE;
        // The second run is compiled; the quicker one counts, because a busy machine must not make the cost cheaper.
        for (int run = 0; run < 2; run++) {
            best = Math.min(best, nanosOf(sample, nanos));
        }
        long perPass = Math.max(1, best / FIRST_PASSES);
        int passes = Math.clamp(Math.ceilDiv(target.toNanos(), perPass), FIRST_PASSES, MOST_PASSES);
        var cost = new Argon2Cost(MEMORY_KIB, passes, 1);
        while (cost.passes() < MOST_PASSES && nanosOf(cost, nanos) < target.toNanos()) {
            cost = new Argon2Cost(MEMORY_KIB, cost.passes() + 1, 1);
        }
        return cost;
    }

    private static long nanosOf(Argon2Cost cost, LongSupplier nanos) {
        long began = nanos.getAsLong();
        var unused = derive(new byte[12], new byte[16], cost);
        return nanos.getAsLong() - began;
    }
}
