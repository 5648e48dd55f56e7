package io.slipway.iso.bench;

import io.slipway.iso.ContentKey;
import io.slipway.iso.IsoImage;
import io.slipway.iso.Profile;
import io.slipway.iso.Source;
import io.slipway.iso.View;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A file of 5 GiB to a bridge image on disk, and the same file copied by {@code cp --reflink=never}, in turns. The digest of
 * the file is known or left out ({@link ContentKey#METADATA}): reading 5 GiB twice would halve any rate.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "-Xmx64m")
@Warmup(iterations = 1)
@Measurement(iterations = 2)
public class BigFileBenchmark {
    private final Workspace workspace = new Workspace();

    /** Makes the file. */
    @Setup
    public void fill() throws IOException {
        workspace.bigFile();
    }

    /** Each run writes a new file. */
    @Setup(Level.Invocation)
    public void removeOutputs() throws IOException {
        Files.deleteIfExists(output());
    }

    private Path output() {
        return workspace.root().resolve("big-output");
    }

    /** ISO, Joliet, Rock Ridge and UDF over one copy of the data. */
    @Benchmark
    public long ours() throws IOException {
        var image = IsoImage.builder()
                .volumeId("BIG")
                .profile(Profile.custom("BIG", Set.of(View.values())))
                .contentKey(ContentKey.METADATA)
                .file("sources/install.wim", Source.of(workspace.bigFile()))
                .plan();
        // Like cp, without forcing the bytes to the disk; writing to a path does that too.
        try (var channel = FileChannel.open(output(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            image.writeTo(channel);
        }
        return image.size();
    }

    /** The floor. */
    @Benchmark
    public long cp() throws IOException {
        Workspace.run("cp", "--reflink=never", workspace.bigFile().toString(), output().toString());
        return Files.size(output());
    }
}
