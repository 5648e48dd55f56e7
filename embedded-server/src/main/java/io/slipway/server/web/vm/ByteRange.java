package io.slipway.server.web.vm;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The part of a file that a {@code Range} header asks for (RFC 9110 section 14.1.2).
 *
 * @param first byte
 * @param last byte, at or after the first
 */
record ByteRange(long first, long last) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{1,18})?-([0-9]{1,18})?");

    /** What came of reading the header. */
    sealed interface Wish {
        /** The whole file: there is no header, or one that may be ignored, such as several ranges. */
        record Whole() implements Wish {}

        /** One part. */
        record Part(ByteRange range) implements Wish {}

        /** A part that the file does not have. */
        record Outside() implements Wish {}
    }

    long length() {
        return last - first + 1;
    }

    /** @param size of the file, above 0 */
    static Wish of(Optional<String> header, long size) {
        var match = ONE.matcher(header.orElse(""));
        if (!match.matches() || match.group(1) == null && match.group(2) == null) {
            return new Wish.Whole();
        }
        if (match.group(1) == null) {
            long count = Math.min(Long.parseLong(match.group(2)), size);
            return count == 0 ? new Wish.Outside() : new Wish.Part(new ByteRange(size - count, size - 1));
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2) == null ? size - 1 : Math.min(Long.parseLong(match.group(2)), size - 1);
        if (match.group(2) != null && Long.parseLong(match.group(2)) < first) {
            return new Wish.Whole();
        }
        return first >= size ? new Wish.Outside() : new Wish.Part(new ByteRange(first, last));
    }
}
