package io.slipway.iso.bench;

import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A folder of 10,000 small files to an image on disk: ours, in a JVM with 64 MiB of heap, and genisoimage with Joliet and
 * Rock Ridge, in turns on the same files. Files are in the page cache.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx64m")
@Warmup(iterations = 8)
@Measurement(iterations = 15)
public class SmallFilesBenchmark {
    private final Workspace workspace = new Workspace();

    /** Makes the files. */
    @Setup
    public void fill() throws IOException {
        workspace.smallFiles();
    }

    /** Every byte is digested before the first is written: files are read twice. */
    @Benchmark
    public long oursWithContentKey() throws IOException {
        return ours(ContentKey.CONTENT);
    }

    /** Files are read once, as genisoimage does. */
    @Benchmark
    public long oursReadingOnce() throws IOException {
        return ours(ContentKey.METADATA);
    }

    private long ours(ContentKey key) throws IOException {
        var image = IsoImage.builder()
                .volumeId("SMALL")
                .contentKey(key)
                .tree(workspace.smallFiles())
                .plan();
        image.writeTo(workspace.root().resolve("ours.iso"));
        return image.size();
    }

    /** The C program, its start included. */
    @Benchmark
    public long genisoimage() throws IOException {
        var out = workspace.root().resolve("theirs.iso");
        Workspace.run(
                "genisoimage",
                "-quiet",
                "-J",
                "-R",
                "-iso-level",
                "3",
                "-V",
                "SMALL",
                "-o",
                out.toString(),
                workspace.smallFiles().toString());
        return Files.size(out);
    }
}
