package io.slipway.iso;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.seeded;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Limits;
import io.slipway.iso.read.Lint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemasterFuzzTest {
    private static final Limits LIMITS = new Limits(64, 5_000, 1 << 20, 16);

    /** Files may overlap in a damaged image, so that a small one could describe a huge copy. */
    private static final long LARGEST_WRITTEN = 64 << 20;

    private static byte[] linux() throws IOException {
        return bytes(IsoImage.builder()
                .volumeId("FUZZ")
                .timestamp(TestImages.TIME)
                .file("isolinux.bin", noise(4_096, 1))
                .file("efi.img", TestImages.fat(4_096))
                .file("deep/er/file", noise(3_000, 2))
                .file("n".repeat(103), noise(10, 3))
                .symlink("deep/link", "x/".repeat(200) + "y")
                .file("empty", new byte[0])
                .bootBios("isolinux.bin", Bios.isolinux())
                .bootUefi("efi.img")
                .plan());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Timeout(60)
    void damagedSourcesAreRefusedOrGiveSoundCopies(int seed) throws Exception {
        assertThat(fuzz(seed, 60)).isPositive();
    }

    @Test
    @Tag("slow")
    @Timeout(900)
    void manyMoreDamagedSourcesAreRefusedOrGiveSoundCopies() throws Exception {
        assertThat(fuzz(77, 10_000)).isPositive();
    }

    /** Gives how many copies were written. */
    private static int fuzz(int seed, int rounds) throws Exception {
        var random = seeded(seed);
        byte[][] originals = {linux(), MicrosoftDisc.image()};
        int written = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] source = damaged(originals[round % 2], random);
            try (var reader = IsoReader.open(source, LIMITS)) {
                var remaster = IsoImage.remaster(reader)
                        .names(random.nextBoolean() ? NamePolicy.MANGLE : NamePolicy.STRICT)
                        .add("added by fuzz", noise(100, round))
                        .dropSystemArea();
                if (random.nextBoolean()) {
                    remaster.keepBoot();
                }
                var image = remaster.plan();
                if (image.size() <= LARGEST_WRITTEN) {
                    byte[] copy = bytes(image);
                    written++;
                    try (var after = IsoReader.open(copy)) {
                        assertThat(Lint.check(after))
                                .as("round %d of seed %d", round, seed)
                                .filteredOn(finding -> !finding.rule().equals("overlap"))
                                .isEmpty();
                    }
                }
            } catch (IsoException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
        return written;
    }

    private static byte[] damaged(byte[] original, RandomGenerator random) {
        byte[] image = original.clone();
        int structures = Math.min(image.length, 330 * 2048);
        int flips = 1 << random.nextInt(6);
        for (int i = 0; i < flips; i++) {
            int at = 16 * 2048 + random.nextInt(structures - 16 * 2048);
            for (int tries = 0; image[at] == 0 && tries < 100; tries++) {
                at = 16 * 2048 + random.nextInt(structures - 16 * 2048);
            }
            image[at] = (byte) (random.nextBoolean() ? random.nextInt() : image[at] ^ 1 << random.nextInt(8));
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(image, random.nextInt(image.length)) : image;
    }

    /** Random trees, random changes: the copy holds exactly what a list of paths says it holds. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8})
    void randomChangesGiveExactlyTheExpectedTree(int seed) throws Exception {
        var random = seeded(seed);
        boolean udf = random.nextBoolean();
        var builder = udf ? TestImages.bridge() : TestImages.data();
        Map<String, byte[]> expected = new TreeMap<>();
        for (int i = 0; i < 60; i++) {
            String path = "d" + random.nextInt(5) + "/e" + random.nextInt(3) + "/file " + i;
            byte[] content = noise(random.nextInt(9_000), i);
            expected.put(path, content);
            builder.file(path, content);
        }
        try (var reader = IsoReader.open(bytes(builder.plan()))) {
            var remaster = IsoImage.remaster(reader);
            for (String path : expected.keySet().toArray(new String[0])) {
                byte[] other = noise(random.nextInt(5_000), path.hashCode());
                switch (random.nextInt(4)) {
                    case 0 -> {
                        remaster.remove(path);
                        expected.remove(path);
                    }
                    case 1 -> {
                        remaster.replace(path, other);
                        expected.put(path, other);
                    }
                    case 2 -> {
                        remaster.add(path + ".new", Source.of(other.length, () -> new ByteArrayInputStream(other)));
                        expected.put(path + ".new", other);
                    }
                    default -> {}
                }
            }
            if (random.nextBoolean()) {
                remaster.dedupe();
            }
            var image = remaster.plan();
            assertThat(image.lint()).isEmpty();
            try (var after = IsoReader.open(bytes(image))) {
                for (var view : new View[] {View.JOLIET, View.ROCK_RIDGE, after.bestView()}) {
                    Map<String, String> found = TestImages.contents(after, view);
                    found.values().removeIf(value -> value.equals("d"));
                    Map<String, String> wanted = new TreeMap<>();
                    expected.forEach((path, content) -> wanted.put(path, TestImages.sha256(content)));
                    assertThat(found).as(view.name()).isEqualTo(wanted);
                }
            }
        }
    }
}
