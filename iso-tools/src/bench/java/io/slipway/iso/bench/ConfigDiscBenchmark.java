package io.slipway.iso.bench;

import io.slipway.iso.IsoImage;
import io.slipway.iso.Profile;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGeneratorFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Config discs per second: three files, 60 KiB, planned, digested and written to memory, on two threads with 64 MiB of heap.
 * Each disc has other contents, so nothing can be kept from the one before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(2)
@Fork(value = 2, jvmArgsAppend = "-Xmx64m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ConfigDiscBenchmark {
    private final byte[] answers = new byte[40_000];
    private final byte[] provision = new byte[1_440];
    private final byte[] start = new byte[20_000];
    private final MemoryStream out = new MemoryStream();
    private int number;

    /** Fills the files. */
    @Setup
    public void fill() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        random.nextBytes(answers);
        random.nextBytes(provision);
        random.nextBytes(start);
    }

    /** One disc. */
    @Benchmark
    public long disc() throws IOException {
        int disc = ++number;
        for (int i = 0; i < 4; i++) {
            answers[i] = (byte) (disc >> 8 * i);
        }
        out.length = 0;
        var image = IsoImage.builder()
                .volumeId("PROVISION")
                .profile(Profile.WINDOWS_CONFIG)
                .timestamp(Instant.ofEpochSecond(1_795_262_400L + disc))
                .file("autounattend.xml", answers)
                .file("provision.json", provision)
                .file("START.ps1", start)
                .plan();
        image.writeTo(out);
        if (out.length != image.size()) {
            throw new IllegalStateException("wrote " + out.length + " of " + image.size());
        }
        return image.digest().charAt(0) + out.length;
    }

    /** Keeps the newest image, as a caller with one upload buffer would. */
    private static final class MemoryStream extends OutputStream {
        private final byte[] bytes = new byte[1 << 20];
        private int length;

        @Override
        public void write(int value) {
            bytes[length++] = (byte) value;
        }

        @Override
        public void write(byte[] source, int offset, int count) {
            System.arraycopy(source, offset, bytes, length, count);
            length += count;
        }
    }
}
