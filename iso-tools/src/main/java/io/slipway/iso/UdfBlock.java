package io.slipway.iso;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One descriptor under construction: little-endian fields behind a tag with checksum and CRC (ECMA-167 3/7.2). */
final class UdfBlock {
    private static final int[] CRC = crcTable();

    private final byte[] bytes = new byte[Sink.BLOCK];
    private final ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

    /** Starts a descriptor of that many bytes, all zero. */
    ByteBuffer start(int length) {
        Arrays.fill(bytes, 0, length, (byte) 0);
        fields.clear().position(16);
        return fields;
    }

    byte[] bytes() {
        return bytes;
    }

    ByteBuffer fields() {
        return fields;
    }

    /** Writes the tag over the first {@code length} bytes. */
    void seal(int id, long location, int length) {
        int crc = 0;
        for (int i = 16; i < length; i++) {
            crc = (crc << 8) & 0xffff ^ CRC[(crc >> 8) ^ (bytes[i] & 0xff)];
        }
        fields.putShort(0, (short) id);
        fields.putShort(2, (short) 2);
        bytes[4] = 0;
        fields.putShort(6, (short) 0);
        fields.putShort(8, (short) crc);
        fields.putShort(10, (short) (length - 16));
        fields.putInt(12, (int) location);
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += bytes[i];
        }
        bytes[4] = (byte) sum;
    }

    /** A fixed field with its length in the last byte (ECMA-167 1/7.2.12). */
    void dstring(int offset, int field, String text) {
        if (!text.isEmpty()) {
            byte[] encoded = Udf.encoded(text);
            System.arraycopy(encoded, 0, bytes, offset, encoded.length);
            bytes[offset + field - 1] = (byte) encoded.length;
        }
    }

    void charspec(int offset) {
        ascii(offset + 1, "OSTA Compressed Unicode");
    }

    /** An entity identifier (ECMA-167 1/7.4) with its suffix. */
    void entity(int offset, String id, int... suffix) {
        ascii(offset + 1, id);
        for (int i = 0; i < suffix.length; i++) {
            bytes[offset + 24 + i] = (byte) suffix[i];
        }
    }

    void implementation(int offset) {
        entity(offset, "*SLIPWAY");
    }

    private void ascii(int offset, String text) {
        byte[] source = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(source, 0, bytes, offset, source.length);
    }

    /** CRC-16 with polynomial x^16 + x^12 + x^5 + 1, start value 0. */
    private static int[] crcTable() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int value = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                value = (value & 0x8000) != 0 ? value << 1 ^ 0x1021 : value << 1;
            }
            table[i] = value & 0xffff;
        }
        return table;
    }
}
