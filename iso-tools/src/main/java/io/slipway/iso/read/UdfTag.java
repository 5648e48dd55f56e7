package io.slipway.iso.read;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Descriptor tags and texts of ECMA-167. */
final class UdfTag {
    /** File identifiers move with their directory; their location is not checked. */
    static final long ANYWHERE = -1;

    private UdfTag() {}

    /** Checks a descriptor's id, checksum, CRC (over at most {@code limit} bytes in all) and location. */
    static void check(Bytes block, int id, long location, int limit) {
        if (block.le16(0) != id) {
            throw block.corrupt("its tag is " + block.le16(0) + ", not " + id);
        }
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += i == 4 ? 0 : block.u8(i);
        }
        if ((sum & 0xff) != block.u8(4)) {
            throw block.corrupt("its tag checksum is wrong");
        }
        int length = block.le16(10);
        if (16 + length > Math.min(limit, block.length())) {
            throw block.corrupt("its CRC covers " + length + " bytes");
        }
        if (crc(block, 16, length) != block.le16(8)) {
            throw block.corrupt("its CRC is wrong");
        }
        if (location != ANYWHERE && block.le32(12) != location) {
            throw block.corrupt("it says block " + block.le32(12) + " and lies in block " + location);
        }
    }

    private static int crc(Bytes block, int from, int count) {
        int crc = 0;
        for (int i = 0; i < count; i++) {
            crc ^= block.u8(from + i) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        return crc & 0xffff;
    }

    /** A timestamp (ECMA-167 1/7.3) to the second; {@code null} where it is unset or no date. */
    static @Nullable Instant time(Bytes block, int at) {
        // The offset has twelve bits and a sign; the smallest number means "not specified".
        int offset = (block.le16(at) << 20) >> 20;
        try {
            return OffsetDateTime.of(
                            block.le16(at + 2),
                            block.u8(at + 4),
                            block.u8(at + 5),
                            block.u8(at + 6),
                            block.u8(at + 7),
                            block.u8(at + 8),
                            0,
                            ZoneOffset.ofTotalSeconds(Math.abs(offset) > 1440 ? 0 : 60 * offset))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A fixed field with its length in the last byte. */
    static String dstring(Bytes block, int at, int field) {
        return text(block, at, Math.min(block.u8(at + field - 1), field - 1));
    }

    /** OSTA compressed Unicode. */
    static String text(Bytes block, int at, int length) {
        if (length == 0) {
            return "";
        }
        byte[] raw = block.slice(at + 1, length - 1).toArray();
        return switch (block.u8(at)) {
            case 8 -> new String(raw, StandardCharsets.ISO_8859_1);
            case 16 -> {
                if ((raw.length & 1) == 1) {
                    throw block.corrupt("a 16-bit text has an odd number of bytes");
                }
                yield new String(raw, StandardCharsets.UTF_16BE);
            }
            default -> throw block.corrupt("a text has compression id " + block.u8(at));
        };
    }
}
