package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.configDisc;
import static io.slipway.iso.TestImages.data;
import static io.slipway.iso.TestImages.linted;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.sha256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.IsoEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsoImageTest {
    @TempDir
    Path folder;

    @Test
    @Tag("F078")
    void everyViewOfTheConfigDiscShowsExactNamesAndTheLabel() throws Exception {
        var image = configDisc().plan();

        try (var reader = linted(bytes(image))) {
            assertThat(reader.views()).containsExactlyInAnyOrder(View.ISO, View.JOLIET, View.ROCK_RIDGE);
            for (var view : new View[] {View.JOLIET, View.ROCK_RIDGE}) {
                assertThat(reader.volumeId(view)).isEqualTo("PROVISION");
                assertThat(reader.entries(view))
                        .extracting(IsoEntry::name)
                        .containsExactlyInAnyOrder("autounattend.xml", "provision.json", "START.ps1");
            }
            assertThat(reader.volumeId()).isEqualTo("PROVISION");
            assertThat(reader.find("/provision.json").bytes(10_000)).isEqualTo(noise(1_440, 2));
        }
        assertThat(image.report()).isEmpty();
    }

    @Test
    @Tag("F081")
    void fiveMegabytePayloadComesBackUnchanged() throws Exception {
        byte[] payload = noise(5 << 20, 9);

        byte[] image = bytes(configDisc().file("payload/setup.bin", payload).plan());

        try (var reader = linted(image)) {
            for (var view : reader.views()) {
                String path = view == View.ISO ? "/PAYLOAD/SETUP.BIN" : "/payload/setup.bin";
                byte[] found = reader.lookUp(view, path).orElseThrow().bytes(6 << 20);
                assertThat(sha256(found)).isEqualTo(sha256(payload));
            }
        }
    }

    @Test
    @Tag("F084")
    void writingLeavesNothingBesideTheImageNeitherOnSuccessNorOnFailure() throws Exception {
        var good = folder.resolve("good.iso");
        configDisc().plan().writeTo(good);

        var failing = data().file("a", Source.of(10, () -> new ByteArrayInputStream(new byte[9])))
                .contentKey(ContentKey.METADATA)
                .plan();

        assertThatThrownBy(() -> failing.writeTo(folder.resolve("bad.iso"))).isInstanceOf(IsoException.class);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(good);
        }
    }

    @Test
    void imageFileIsReadableByItsOwnerOnlyAndReplacesAnOlderOneAtOnce() throws Exception {
        var file = folder.resolve("a.iso");
        Files.writeString(file, "older");

        var image = configDisc().plan();
        image.writeTo(file);

        assertThat(file).hasSize(image.size());
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void sizeIsKnownBeforeTheFirstByteAndAllWaysOfWritingGiveTheSameBytes() throws Exception {
        Files.write(folder.resolve("big.bin"), noise(300_001, 4));
        var image = data().file("big.bin", Source.of(folder.resolve("big.bin")))
                .file("x/empty", new byte[0])
                .plan();
        long size = image.size();

        byte[] streamed = bytes(image);
        var viaChannel = new ByteArrayOutputStream();
        image.writeTo(Channels.newChannel(viaChannel));
        image.writeTo(folder.resolve("out.iso"));
        var random = ByteBuffer.allocate((int) size);
        try (var channel = image.openChannel()) {
            while (random.hasRemaining() && channel.read(random) >= 0) {
                assertThat(channel.position()).isEqualTo(random.position());
            }
        }

        assertThat(streamed).hasSize((int) size);
        assertThat(viaChannel.toByteArray()).isEqualTo(streamed);
        assertThat(Files.readAllBytes(folder.resolve("out.iso"))).isEqualTo(streamed);
        assertThat(random.array()).isEqualTo(streamed);
        assertThat(image.imageSha256()).isEqualTo(sha256(streamed));
    }

    @Test
    void sameInputInAnotherOrderGivesTheSameBytesAndDigest() throws Exception {
        var one = data().file("b", noise(10, 1))
                .file("a/x", noise(9, 2))
                .symlink("l", "b")
                .plan();
        var two = data().symlink("l", "b")
                .file("a/x", noise(9, 2))
                .file("b", noise(10, 1))
                .plan();

        assertThat(bytes(one)).isEqualTo(bytes(two));
        assertThat(one.digest()).isEqualTo(two.digest()).hasSize(64);
    }

    @Test
    void changingOneByteOfAFileChangesBothVolumeDescriptors() throws Exception {
        byte[] other = noise(1_440, 2);
        other[700] ^= 1;
        var changed = IsoImage.builder()
                .volumeId("PROVISION")
                .profile(Profile.WINDOWS_CONFIG)
                .timestamp(TestImages.TIME)
                .file("autounattend.xml", noise(40_000, 1))
                .file("provision.json", other)
                .file("START.ps1", noise(20_000, 3));

        byte[] before = bytes(configDisc().plan());
        byte[] after = bytes(changed.plan());

        assertThat(block(after, 16)).isNotEqualTo(block(before, 16));
        assertThat(block(after, 17)).isNotEqualTo(block(before, 17));
        assertThat(block(after, 19)).isEqualTo(block(before, 19));
    }

    private static byte[] block(byte[] image, int block) {
        return Arrays.copyOfRange(image, block * 2048, (block + 1) * 2048);
    }

    @Test
    void sourceThatGrowsOrShrinksWhileStreamingFails() throws Exception {
        for (int actual : new int[] {99, 101, 0}) {
            var image = data().contentKey(ContentKey.METADATA)
                    .file("f", Source.of(100, () -> new ByteArrayInputStream(new byte[actual])))
                    .plan();

            assertThatThrownBy(() -> image.writeTo(OutputStream.nullOutputStream()))
                    .isInstanceOfSatisfying(IsoException.class, e -> assertThat(e.reason())
                            .isEqualTo(IsoException.Reason.SOURCE_CHANGED))
                    .hasMessageContaining("'f'");
        }
    }

    @Test
    void fileTouchedBetweenPlanAndWriteFails() throws Exception {
        var file = Files.write(folder.resolve("f"), noise(200_000, 1));
        var image = data().file("f", Source.of(file)).plan();
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

        assertThatThrownBy(() -> image.writeTo(folder.resolve("x.iso"))).hasMessageContaining("changed after");
        assertThatThrownBy(() -> image.writeTo(OutputStream.nullOutputStream())).hasMessageContaining("changed after");
    }

    @Test
    void knownDigestSavesReadingWhilePlanning() throws Exception {
        byte[] content = noise(5_000, 1);
        var source = Source.of(5_000, () -> {
            throw new IOException("must not be opened");
        });

        var known = data().file("f", source.withSha256(sha256(content))).plan();

        assertThat(known.digest()).isEqualTo(data().file("f", content).plan().digest());
        assertThatThrownBy(() -> data().file("f", source).plan()).isInstanceOf(IOException.class);
    }

    @Test
    void goldenImageKeepsItsBytes() throws Exception {
        var image = data().file("hello.txt", TestImages.text("hello\n"))
                .directory("empty")
                .symlink("link", "hello.txt")
                .plan();

        byte[] bytes = bytes(image);

        assertThat(bytes).hasSize(28 * 2048 + 2048);
        assertThat(new String(bytes, 32768, 7, java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo("\u0001CD001\u0001");
        assertThat(image.imageSha256())
                .as("bytes changed: raise ContentDigest.FORMAT, then this digest")
                .isEqualTo("d871a18aa3f7b934392300be8039bb045a38f5c5f7960bb34b3db8a414b7247d");
    }

    @Test
    void datesOutsideTheFormatAreClampedAndReported() throws Exception {
        var image = IsoImage.builder()
                .volumeId("OLD")
                .timestamp(Instant.parse("2300-01-01T00:00:00Z"))
                .file("f", new byte[1])
                .plan();

        byte[] bytes = bytes(image);

        assertThat(new String(bytes, 16 * 2048 + 813, 16, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("2155123123595900");
        assertThat(bytes[16 * 2048 + 156 + 18] & 0xff).isEqualTo(255);
        assertThat(image.report()).singleElement().satisfies(d -> assertThat(d.kind())
                .isEqualTo(Deviation.Kind.ADJUSTED));
        linted(bytes).close();
    }

    @Test
    void directoryThatFillsItsBlockExactlyHasNoEmptyBlock() throws Exception {
        int exact = 0;
        for (int files = 10; files < 12; files++) {
            for (int length = 60; length < 90; length++) {
                var builder = IsoImage.builder()
                        .volumeId("FILL")
                        .profile(Profile.custom("PLAIN", java.util.Set.of(View.ISO, View.JOLIET)))
                        .timestamp(TestImages.TIME);
                for (int i = 0; i < files; i++) {
                    String suffix = Character.toString('A' + i);
                    builder.file("N".repeat(length) + suffix, new byte[0]);
                }
                byte[] image = bytes(builder.plan());
                try (var reader = linted(image)) {
                    assertThat(reader.entries(View.JOLIET)).hasSize(files);
                }
                int used = 2 * 34 + files * (33 + 2 * (length + 1) + 1);
                exact += used == 2048 ? 1 : 0;
            }
        }
        assertThat(exact).as("shapes that fill a block to its last byte").isEqualTo(2);
    }
}
