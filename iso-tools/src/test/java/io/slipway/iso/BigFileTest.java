package io.slipway.iso;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Lint;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BigFileTest {
    private static final long GIB = 1L << 30;

    /** Each 8-byte word is its own index, so that a byte in the wrong place cannot go unseen. */
    private static final class Counting extends InputStream {
        private final long size;
        private long at;

        Counting(long size) {
            this.size = size;
        }

        static byte byteAt(long position) {
            return (byte) ((position >> 3) * 0x9E3779B97F4A7C15L >> (position & 7) * 8);
        }

        @Override
        public int read() {
            return at < size ? byteAt(at++) & 0xff : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (at == size) {
                return -1;
            }
            int count = (int) Math.min(length, size - at);
            for (int i = 0; i < count; i++) {
                target[offset + i] = byteAt(at + i);
            }
            at += count;
            return count;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.min(count, size - at);
            at += skipped;
            return skipped;
        }
    }

    private static IsoImage image(long size) throws IOException {
        return TestImages.bridge()
                .contentKey(ContentKey.METADATA)
                .file("a-first.txt", TestImages.noise(5000, 1))
                .file("sources/install.wim", Source.of(size, () -> new Counting(size)))
                .file("z-last.txt", TestImages.noise(7000, 2))
                .plan();
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                0x3FFF_F800L,
                0x3FFF_F801L,
                4 * GIB - 2049,
                4 * GIB - 2048,
                4 * GIB - 2047,
                4 * GIB - 1,
                4 * GIB,
                4 * GIB + 1,
                5 * GIB,
                8 * GIB + 1,
                100 * GIB + 7
            })
    void everyViewHasTheWholeFileWhateverItsSize(long size) throws Exception {
        var image = image(size);

        try (var reader = IsoReader.open(image.openChannel())) {
            assertThat(Lint.check(reader)).isEmpty();
            for (var view : reader.views()) {
                boolean plain = view == View.ISO;
                var big = reader.lookUp(view, plain ? "SOURCES/INSTALL.WIM" : "sources/install.wim")
                        .orElseThrow();
                assertThat(big.size()).as(view.name()).isEqualTo(size);
                try (var in = big.open()) {
                    in.skipNBytes(size - 5000);
                    byte[] tail = in.readAllBytes();
                    for (int i = 0; i < 5000; i++) {
                        assertThat(tail[i]).isEqualTo(Counting.byteAt(size - 5000 + i));
                    }
                }
                var last =
                        reader.lookUp(view, plain ? "Z_LAST.TXT" : "z-last.txt").orElseThrow();
                assertThat(last.bytes(7000)).isEqualTo(TestImages.noise(7000, 2));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0x3FFF_F801L, 4 * GIB - 1, 4 * GIB, 8 * GIB + 1})
    void copyOfAnImageHasTheWholeFileInEveryView(long size) throws Exception {
        try (var source = IsoReader.open(image(size).openChannel())) {
            var copy = IsoImage.remaster(source)
                    .remove("a-first.txt")
                    .add("autounattend.xml", TestImages.noise(3000, 9))
                    .plan();

            try (var reader = IsoReader.open(copy.openChannel())) {
                assertThat(Lint.check(reader)).isEmpty();
                for (var view : List.of(View.UDF, View.ROCK_RIDGE, View.JOLIET)) {
                    var big = reader.lookUp(view, "sources/install.wim").orElseThrow();
                    assertThat(big.size()).as(view.name()).isEqualTo(size);
                    try (var in = big.open()) {
                        in.skipNBytes(size - 5000);
                        byte[] tail = in.readAllBytes();
                        for (int i = 0; i < 5000; i++) {
                            assertThat(tail[i]).isEqualTo(Counting.byteAt(size - 5000 + i));
                        }
                    }
                    assertThat(reader.lookUp(view, "autounattend.xml")
                                    .orElseThrow()
                                    .bytes(3000))
                            .isEqualTo(TestImages.noise(3000, 9));
                }
            }
        }
    }

    @Test
    void fileBeyondWhatLinuxReadsIsRefused() {
        assertThatThrownBy(() -> image(Profile.MAX_FILE + 1)).isInstanceOf(IsoException.class);
        assertThatThrownBy(() -> image(Profile.MAX_FILE)).hasMessageContaining("UDF");
    }

    @Test
    @Tag("slow")
    void fiveGibibytesStreamThroughWithoutADiskAndWithoutAWrongByte() throws Exception {
        long size = 5 * GIB + 3;
        var image = image(size);
        long start = firstByte(image);
        var checker = new CheckingStream(start, size);

        image.writeTo(checker);

        assertThat(checker.at).isEqualTo(image.size());
        assertThat(checker.wrong).isZero();
    }

    /** Where the big file starts: the extent in its record of the plain directory, whose name is known. */
    private static long firstByte(IsoImage image) throws IOException {
        var head = ByteBuffer.allocate(2 << 20);
        try (var channel = image.openChannel()) {
            channel.read(head);
        }
        byte[] bytes = head.array();
        byte[] name = "INSTALL.WIM;1".getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at < bytes.length - 100; at++) {
            if (Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
                return 2048L * head.order(ByteOrder.LITTLE_ENDIAN).getInt(at - 33 + 2);
            }
        }
        throw new AssertionError("no record");
    }

    /** Compares the data while it passes; keeps nothing. */
    private static final class CheckingStream extends OutputStream {
        private final long start;
        private final long end;
        private long at;
        private long wrong;

        CheckingStream(long start, long size) {
            this.start = start;
            this.end = start + size;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            for (int i = 0; i < length; i++) {
                long position = at + i;
                if (position >= start && position < end && bytes[offset + i] != Counting.byteAt(position - start)) {
                    wrong++;
                }
            }
            at += length;
        }
    }
}
