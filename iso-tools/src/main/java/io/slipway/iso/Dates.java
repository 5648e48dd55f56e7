package io.slipway.iso;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The date formats of ECMA-119 (8.4.26.1, 9.1.5) and ECMA-167 (1/7.3), all in UTC. Directory records hold the year in one
 * byte, so dates are brought into 1900 to 2155.
 */
final class Dates {
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("2155-12-31T23:59:59Z");

    private final Instant image;
    private final byte[] imageRecord;

    Dates(Instant image) {
        this.image = clamp(image);
        this.imageRecord = record(this.image.atOffset(ZoneOffset.UTC));
    }

    static Instant clamp(Instant instant) {
        if (instant.isBefore(FIRST)) {
            return FIRST;
        }
        return instant.isAfter(LAST) ? LAST : instant;
    }

    /** Seven bytes; the array is shared for the image's own time, so do not change it. */
    byte[] record(@Nullable Instant modified) {
        return modified == null ? imageRecord : record(clamp(modified).atOffset(ZoneOffset.UTC));
    }

    private static byte[] record(OffsetDateTime at) {
        return new byte[] {
            (byte) (at.getYear() - 1900),
            (byte) at.getMonthValue(),
            (byte) at.getDayOfMonth(),
            (byte) at.getHour(),
            (byte) at.getMinute(),
            (byte) at.getSecond(),
            0
        };
    }

    /** Seventeen bytes for a volume descriptor. */
    byte[] volume(int hundredths) {
        var at = image.atOffset(ZoneOffset.UTC);
        byte[] text = new byte[17];
        digits(text, 0, 4, at.getYear());
        digits(text, 4, 2, at.getMonthValue());
        digits(text, 6, 2, at.getDayOfMonth());
        digits(text, 8, 2, at.getHour());
        digits(text, 10, 2, at.getMinute());
        digits(text, 12, 2, at.getSecond());
        digits(text, 14, 2, hundredths);
        return text;
    }

    private static void digits(byte[] text, int offset, int count, int value) {
        int left = value;
        for (int i = offset + count - 1; i >= offset; i--) {
            text[i] = (byte) ('0' + left % 10);
            left /= 10;
        }
    }

    /** Twelve bytes: type 1 (local time) with offset 0. */
    byte[] udf(@Nullable Instant modified) {
        var at = (modified == null ? image : clamp(modified)).atOffset(ZoneOffset.UTC);
        return new byte[] {
            0,
            0x10,
            (byte) at.getYear(),
            (byte) (at.getYear() >> 8),
            (byte) at.getMonthValue(),
            (byte) at.getDayOfMonth(),
            (byte) at.getHour(),
            (byte) at.getMinute(),
            (byte) at.getSecond(),
            0,
            0,
            0
        };
    }
}
