package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.seeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images of files on disk, where threads read ahead and the digest is learned while writing. */
class OneReadingTest {
    private static final int SMALL_FILES = 700;

    @TempDir
    Path temp;

    private Path folder = Path.of("");

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectory(temp.resolve("folder"));
        var random = seeded(5);
        for (int i = 0; i < SMALL_FILES; i++) {
            var sub = Files.createDirectories(folder.resolve("d" + i % 7));
            Files.write(sub.resolve("file-" + i), noise(random.nextInt(6_000), i));
        }
        Files.write(folder.resolve("d3/middle"), noise(40_000, 1));
        Files.write(folder.resolve("large"), noise(700_000, 2));
        Files.write(folder.resolve("empty"), new byte[0]);
    }

    private IsoImage plan(ContentKey key, boolean udf) throws IOException {
        return (udf ? TestImages.bridge() : TestImages.data())
                .contentKey(key)
                .tree(folder)
                .file("memory", noise(100, 3))
                .plan();
    }

    @ParameterizedTest
    @EnumSource(ContentKey.class)
    void fileAndStreamAndChannelHaveTheSameBytes(ContentKey key) throws Exception {
        for (boolean udf : new boolean[] {false, true}) {
            var out = temp.resolve("out.iso");
            plan(key, udf).writeTo(out);

            byte[] once = Files.readAllBytes(out);
            byte[] twice = bytes(plan(key, udf));
            byte[] random = new byte[once.length];
            try (var channel = plan(key, udf).openChannel()) {
                channel.read(java.nio.ByteBuffer.wrap(random));
            }

            assertThat(once).isEqualTo(twice).isEqualTo(random);
            Files.delete(out);
        }
    }

    @Test
    void digestLearnedWhileWritingIsTheDigestOfTheContents() throws Exception {
        var written = plan(ContentKey.CONTENT, true);
        written.writeTo(temp.resolve("out.iso"));

        assertThat(written.digest()).isEqualTo(plan(ContentKey.CONTENT, true).digest());
        try (var reader = IsoReader.open(temp.resolve("out.iso"))) {
            Files.write(folder.resolve("memory"), noise(100, 3));
            assertThat(Verification.of(reader, folder).findings()).isEmpty();
        }
    }

    @Test
    void everyByteOfEveryFileCountsInTheDigest() throws Exception {
        String before = plan(ContentKey.CONTENT, false).digest();
        var file = folder.resolve("d2/file-2");
        byte[] content = Files.readAllBytes(file);
        var time = Files.getLastModifiedTime(file);

        content[content.length - 1] ^= 1;
        Files.write(file, content);
        Files.setLastModifiedTime(file, time);

        assertThat(plan(ContentKey.CONTENT, false).digest()).isNotEqualTo(before);
    }

    @Test
    void smallFileThatChangesBeforeItIsReadEndsTheWritingAndNothingIsLeft() throws Exception {
        for (var change : new Change[] {
            file -> Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH)),
            file -> Files.write(file, new byte[9_999]),
            file -> Files.write(file, new byte[1]),
            Files::delete
        }) {
            var image = plan(ContentKey.CONTENT, false);
            change.apply(folder.resolve("d0/file-693"));

            assertThatThrownBy(() -> image.writeTo(temp.resolve("out.iso")))
                    .isInstanceOfAny(IsoException.class, IOException.class);
            try (var left = Files.list(temp)) {
                assertThat(left).containsExactly(folder);
            }
            Files.write(folder.resolve("d0/file-693"), noise(500, 693));
        }
    }

    private interface Change {
        void apply(Path file) throws IOException;
    }

    @Test
    void olderImageStaysWhenWritingFails() throws Exception {
        var out = Files.writeString(temp.resolve("out.iso"), "older");
        var image = plan(ContentKey.CONTENT, false);
        Files.delete(folder.resolve("large"));

        assertThatThrownBy(() -> image.writeTo(out)).isInstanceOf(IOException.class);

        assertThat(out).hasContent("older");
    }

    @Test
    void ownersExecuteBitIsKept() throws Exception {
        var tool = Files.write(folder.resolve("tool"), noise(10, 1));
        if (Files.getFileStore(tool).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));

            try (var reader = TestImages.linted(bytes(plan(ContentKey.CONTENT, false)))) {
                assertThat(reader.find("tool").permissions()).hasValue(0555);
                assertThat(reader.find("large").permissions()).hasValue(0444);
            }
        }
    }

    @Test
    void planIsLintedWithoutBeingWritten() throws Exception {
        assertThat(plan(ContentKey.CONTENT, true).lint()).isEmpty();
    }

    @Test
    void equalFilesAreStoredOnceAndShownEverywhere() throws Exception {
        byte[] data = noise(300_000, 11);
        Files.write(folder.resolve("copy-one"), data);
        Files.write(folder.resolve("d1/copy-two"), data);
        byte[] near = data.clone();
        near[150_000] ^= 1;
        Files.write(folder.resolve("near"), near);
        long plain = plan(ContentKey.CONTENT, true).size();

        var image = TestImages.bridge()
                .dedupe()
                .tree(folder)
                .file("memory", noise(100, 3))
                .file("copy-three", data)
                .plan();
        image.writeTo(temp.resolve("out.iso"));

        assertThat(image.size()).isLessThanOrEqualTo(plain - 140 * 2048L);
        assertThat(bytes(image)).isEqualTo(Files.readAllBytes(temp.resolve("out.iso")));
        try (var reader = TestImages.linted(bytes(image))) {
            for (var view : new View[] {View.JOLIET, View.ROCK_RIDGE, View.UDF}) {
                var source = reader.lookUp(view, "copy-one").orElseThrow().source();
                assertThat(reader.lookUp(view, "d1/copy-two").orElseThrow().source())
                        .isEqualTo(source);
                assertThat(reader.lookUp(view, "copy-three").orElseThrow().source())
                        .isEqualTo(source);
                assertThat(reader.lookUp(view, "near").orElseThrow().bytes(1 << 20))
                        .isEqualTo(near);
            }
        }
    }

    @Test
    void equalFilesAndPatchedBootImagesStayApart() throws Exception {
        byte[] loader = noise(5_000, 12);
        var image = TestImages.data()
                .dedupe()
                .file("isolinux.bin", loader)
                .file("copy.bin", loader.clone())
                .bootBios("isolinux.bin", Bios.isolinux())
                .plan();

        try (var reader = TestImages.linted(bytes(image))) {
            assertThat(reader.find("copy.bin").bytes(10_000)).isEqualTo(loader);
            assertThat(reader.find("isolinux.bin").bytes(10_000)).isNotEqualTo(loader);
        }
    }
}
