package io.slipway.iso.read;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The two date formats of ECMA-119. What is unset or no date gives {@code null}: a wrong date is no reason to refuse. */
final class RecordDate {
    private RecordDate() {}

    /** Seven bytes (9.1.5). */
    static @Nullable Instant binary(Bytes bytes, int at) {
        return bytes.isZero(at, 7)
                ? null
                : instant(
                        new int[] {
                            1900 + bytes.u8(at),
                            bytes.u8(at + 1),
                            bytes.u8(at + 2),
                            bytes.u8(at + 3),
                            bytes.u8(at + 4),
                            bytes.u8(at + 5)
                        },
                        (byte) bytes.u8(at + 6));
    }

    /** Sixteen digits and an offset (8.4.26.1). */
    static @Nullable Instant text(Bytes bytes, int at) {
        String digits = bytes.ascii(at, 16);
        if (!digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int[] fields = new int[6];
        int from = 0;
        for (int i = 0; i < 6; i++) {
            int to = from + (i == 0 ? 4 : 2);
            fields[i] = Integer.parseInt(digits.substring(from, to));
            from = to;
        }
        return instant(fields, (byte) bytes.u8(at + 16));
    }

    private static @Nullable Instant instant(int[] fields, int quarters) {
        try {
            return OffsetDateTime.of(
                            fields[0],
                            fields[1],
                            fields[2],
                            fields[3],
                            fields[4],
                            fields[5],
                            0,
                            ZoneOffset.ofTotalSeconds(900 * quarters))
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
