package io.slipway.iso.bench;

import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
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
 * Rock Ridge, in turns on the same files. Files are in the page cache. Every file is read once. {@code genisoimage} does not
 * force its output to the disk; {@link #oursUnforced} does not either, the others do.
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

    /** The default: the digest inside covers every byte, and the file is on the disk when it appears. */
    @Benchmark
    public long ours() throws IOException {
        var image = plan(ContentKey.CONTENT);
        image.writeTo(workspace.root().resolve("ours.iso"));
        return image.size();
    }

    /** The digest inside covers names, sizes and dates. */
    @Benchmark
    public long oursByMetadata() throws IOException {
        var image = plan(ContentKey.METADATA);
        image.writeTo(workspace.root().resolve("ours.iso"));
        return image.size();
    }

    /** What genisoimage does and no more. */
    @Benchmark
    public long oursUnforced() throws IOException {
        var image = plan(ContentKey.METADATA);
        try (var channel = FileChannel.open(
                workspace.root().resolve("ours.iso"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            image.writeTo(channel);
        }
        return image.size();
    }

    private IsoImage plan(ContentKey key) throws IOException {
        return IsoImage.builder()
                .volumeId("SMALL")
                .contentKey(key)
                .tree(workspace.smallFiles())
                .plan();
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
