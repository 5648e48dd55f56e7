package io.slipway.iso.read;

import static io.slipway.iso.TestImages.bytes;
import static io.slipway.iso.TestImages.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.iso.IsoException;
import io.slipway.iso.TestImages;
import io.slipway.iso.View;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UdfMapsTest {
    private static final int BLOCK = 2048;

    private static byte[] bridge() throws IOException {
        return bytes(TestImages.bridge().file("f", noise(700_000, 1)).plan());
    }

    @ParameterizedTest
    @CsvSource({
        "*UDF Metadata Partition, a metadata partition",
        "*UDF Sparable Partition, a sparable partition",
        "*UDF Virtual Partition, a virtual partition"
    })
    void discsOfOtherKindsAreRefusedByName(String map, String words) throws Exception {
        byte[] image = bridge();
        for (int sequence : new int[] {32, 48}) {
            int at = (sequence + 3) * BLOCK;
            var volume = ByteBuffer.wrap(image, at, BLOCK).slice().order(ByteOrder.LITTLE_ENDIAN);
            volume.putInt(264, 6 + 64).putInt(268, 2);
            volume.put(446, (byte) 2).put(447, (byte) 64);
            volume.put(451, map.getBytes(StandardCharsets.US_ASCII));
            seal(image, at, 510);
        }

        try (var reader = IsoReader.open(image)) {
            assertThatThrownBy(() -> reader.entries(View.UDF))
                    .isInstanceOfSatisfying(
                            IsoException.class, e -> assertThat(e.reason()).isEqualTo(IsoException.Reason.UNSUPPORTED))
                    .hasMessageContaining(words);
            assertThat(reader.entries(View.JOLIET))
                    .as("the other views can be read")
                    .hasSize(1);
        }
    }

    @Test
    void anchorIsFoundInEachOfItsThreePlaces() throws Exception {
        byte[] image = bridge();
        byte[] anchor = Arrays.copyOfRange(image, 256 * BLOCK, 257 * BLOCK);
        int blocks = image.length / BLOCK;
        for (int kept : new int[] {256, blocks - 1, blocks - 257}) {
            byte[] damaged = image.clone();
            Arrays.fill(damaged, 256 * BLOCK, 257 * BLOCK, (byte) 0);
            Arrays.fill(damaged, (blocks - 1) * BLOCK, blocks * BLOCK, (byte) 0);
            System.arraycopy(anchor, 0, damaged, kept * BLOCK, BLOCK);
            ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(kept * BLOCK + 12, kept);
            seal(damaged, kept * BLOCK, 512);

            try (var reader = IsoReader.open(damaged)) {
                assertThat(reader.volumeId(View.UDF)).isEqualTo("BRIDGE");
                assertThat(reader.entries(View.UDF)).hasSize(1);
            }
        }
    }

    @Test
    void timesAndOwnersOfUdfEntriesAreRead() throws Exception {
        try (var reader = IsoReader.open(bridge())) {
            var file = reader.lookUp(View.UDF, "f").orElseThrow();
            assertThat(file.modified()).contains(TestImages.TIME);
            assertThat(file.permissions()).hasValue(0444);
            assertThat(file.userId()).isZero();
        }
    }

    private static void seal(byte[] image, int at, int length) {
        int crc = 0;
        for (int i = at + 16; i < at + length; i++) {
            crc ^= (image[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        var tag = ByteBuffer.wrap(image, at, 16).slice().order(ByteOrder.LITTLE_ENDIAN);
        tag.putShort(8, (short) crc).putShort(10, (short) (length - 16)).put(4, (byte) 0);
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += image[at + i];
        }
        tag.put(4, (byte) sum);
    }
}
