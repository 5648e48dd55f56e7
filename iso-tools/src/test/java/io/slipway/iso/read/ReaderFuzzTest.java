package io.slipway.iso.read;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.noise;
import static io.slipway.iso.TestImages.seeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.Bios;
import io.slipway.iso.IsoBuilder;
import io.slipway.iso.IsoException;
import io.slipway.iso.TestImages;
import io.slipway.iso.View;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReaderFuzzTest {
    private static final Limits LIMITS = new Limits(64, 5_000, 1 << 20, 16);

    /** Bridge with boot catalog, links excluded; its structures lie in the first 280 blocks. */
    private static byte[] bridge() throws IOException {
        return bytes(fill(TestImages.bridge())
                .bootBios("boot.bin", Bios.noEmulation(4))
                .bootUefi("efi.img")
                .plan());
    }

    private static byte[] linux() throws IOException {
        return bytes(fill(TestImages.data())
                .symlink("link", "../" + "t".repeat(700))
                .symlink("deep/link", "x/".repeat(200) + "y")
                .plan());
    }

    private static IsoBuilder fill(IsoBuilder builder) {
        return builder.file("boot.bin", noise(2048, 1))
                .file("efi.img", TestImages.fat(4096))
                .file("deep/er/and/deeper/file.txt", noise(3000, 3))
                .file("n".repeat(103), noise(10, 4))
                .file("empty", new byte[0])
                .directory("nothing");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @Timeout(60)
    void damagedImagesGiveOnlyTheDocumentedException(int seed) throws Exception {
        assertThat(fuzz(seed, 400)).isPositive();
    }

    @Test
    @Tag("slow")
    @Timeout(600)
    void manyMoreDamagedImagesGiveOnlyTheDocumentedException() throws Exception {
        assertThat(fuzz(99, 40_000)).isPositive();
    }

    /** Reads that many damaged images to their ends; gives how many were refused. */
    private static int fuzz(int seed, int rounds) throws Exception {
        var random = seeded(seed);
        byte[][] originals = {bridge(), linux()};
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] original = originals[round % originals.length];
            byte[] image = mutate(original, random);
            long start = System.nanoTime();
            try {
                readAll(image);
            } catch (IsoException e) {
                refused++;
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .as("round %d of seed %d", round, seed)
                    .isLessThan(Duration.ofSeconds(10));
        }
        return refused;
    }

    private static void readAll(byte[] image) throws IOException {
        try (var reader = IsoReader.open(image, LIMITS)) {
            reader.bootEntries();
            Lint.check(reader);
            for (var view : reader.views()) {
                for (var entry : reader.entries(view)) {
                    if (entry.kind() == IsoEntry.Kind.FILE && entry.size() < 1 << 20) {
                        entry.bytes(1 << 20);
                    }
                }
            }
        }
    }

    /** Flips bytes where structures are; sometimes cuts, copies or moves whole blocks. */
    private static byte[] mutate(byte[] original, RandomGenerator random) {
        byte[] image = original.clone();
        int blocks = image.length / 2048;
        switch (random.nextInt(8)) {
            case 0 -> image = Arrays.copyOf(image, random.nextInt(image.length));
            case 1 -> {
                int from = random.nextInt(blocks);
                int to = 16 + random.nextInt(blocks - 16);
                System.arraycopy(image, from * 2048, image, to * 2048, 2048);
            }
            default -> {
                int flips = 1 << random.nextInt(7);
                for (int i = 0; i < flips; i++) {
                    int at = nonZero(image, random);
                    image[at] = interesting(random, image[at]);
                }
            }
        }
        return image;
    }

    private static int nonZero(byte[] image, RandomGenerator random) {
        for (int tries = 0; tries < 200; tries++) {
            int at = 32_768 + random.nextInt(image.length - 32_768);
            if (image[at] != 0) {
                return at;
            }
        }
        return 32_768;
    }

    private static byte interesting(RandomGenerator random, byte old) {
        return switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> (byte) 0xff;
            case 2 -> (byte) (old ^ 1 << random.nextInt(8));
            case 3 -> (byte) (old + 1);
            default -> (byte) random.nextInt();
        };
    }

    @Test
    void directoryLoopIsRefusedInsteadOfFollowed() throws Exception {
        byte[] image = bytes(TestImages.data().file("a/b/c", noise(1, 1)).plan());
        int record = find(image, "B");
        int root = 20;
        for (int at = 16; at < image.length / 2048; at++) {
            if (image[at * 2048] == 34 || image[at * 2048 + 33] == 0 && image[at * 2048 + 25] == 2 && at > 18) {
                root = at;
                break;
            }
        }
        putBoth32(image, record - 33 + 2, root);

        try (var reader = IsoReader.open(image)) {
            assertThatThrownBy(() -> reader.entries(View.ISO)).hasMessageContaining("loop");
            assertThat(Lint.check(reader)).isNotEmpty();
        }
    }

    /** Offset of the identifier of the directory record with that name. */
    private static int find(byte[] image, String name) {
        for (int at = 20 * 2048; at < image.length - 40; at++) {
            if (image[at] == name.length() && image[at + 1] == name.charAt(0) && image[at - 7] == 2) {
                return at + 1;
            }
        }
        throw new AssertionError("no record " + name);
    }

    private static void putBoth32(byte[] image, int at, int value) {
        for (int i = 0; i < 4; i++) {
            image[at + i] = (byte) (value >> 8 * i);
            image[at + 7 - i] = (byte) (value >> 8 * i);
        }
    }

    @Test
    void limitsEndTheReading() throws Exception {
        var builder = TestImages.data();
        for (int i = 0; i < 50; i++) {
            builder.file("f" + i, new byte[0]);
        }
        byte[] image = bytes(builder.file("a/b/c/d", new byte[1]).plan());

        for (var limits : new Limits[] {
            new Limits(3, 1000, 1 << 20, 16), new Limits(64, 20, 1 << 20, 16), new Limits(64, 1000, 2048, 16)
        }) {
            try (var reader = IsoReader.open(image, limits)) {
                assertThatThrownBy(() -> reader.entries(View.ROCK_RIDGE))
                        .isInstanceOfSatisfying(
                                IsoException.class, e -> assertThat(e.reason()).isEqualTo(IsoException.Reason.LIMIT));
            }
        }
    }

    @Test
    void fileLargerThanTheCallersLimitIsNotRead() throws Exception {
        try (var reader = IsoReader.open(bytes(TestImages.configDisc().plan()))) {
            assertThatThrownBy(() -> reader.find("autounattend.xml").bytes(39_999))
                    .hasMessageContaining("39999");
            assertThatThrownBy(() -> reader.find("absent")).hasMessageContaining("no absent");
            assertThat(reader.lookUpIgnoringCase(View.JOLIET, "AUTOUNATTEND.XML"))
                    .isPresent();
        }
    }

    @Test
    void notAnImageIsRefused() {
        assertThatThrownBy(() -> IsoReader.open(new byte[100_000])).isInstanceOf(IsoException.class);
        assertThatThrownBy(() -> IsoReader.open(new byte[0])).isInstanceOf(IsoException.class);
        assertThatThrownBy(() -> IsoReader.open(noise(100_000, 7))).isInstanceOf(IsoException.class);
    }

    @Test
    void linterFindsWhatReadersOverlook() throws Exception {
        byte[] good = bytes(TestImages.configDisc().file("sub/x", noise(3, 1)).plan());
        int pathTable = le32(good, 16 * 2048 + 140);
        int jolietTable = le32(good, 17 * 2048 + 140);
        byte[] wrongTable = good.clone();
        wrongTable[jolietTable * 2048 + 2]++;
        byte[] wrongParent = good.clone();
        wrongParent[pathTable * 2048 + 10 + 6]++;
        byte[] wrongDate = good.clone();
        wrongDate[16 * 2048 + 813 + 4] = '9';
        byte[] wrongSize = good.clone();
        putBoth32(wrongSize, 16 * 2048 + 80, 1_000_000);

        assertThat(rules(good)).isEmpty();
        assertThat(rules(wrongTable)).contains("joliet.path-table");
        assertThat(rules(wrongParent)).contains("primary.path-table");
        assertThat(rules(wrongDate)).contains("primary.descriptor");
        assertThat(rules(wrongSize)).contains("primary.descriptor", "joliet.size");
    }

    private static java.util.List<String> rules(byte[] image) throws IOException {
        try (var reader = IsoReader.open(image)) {
            return Lint.check(reader).stream().map(Finding::rule).toList();
        }
    }

    private static int le32(byte[] image, int at) {
        return image[at] & 0xff | (image[at + 1] & 0xff) << 8 | (image[at + 2] & 0xff) << 16;
    }
}
