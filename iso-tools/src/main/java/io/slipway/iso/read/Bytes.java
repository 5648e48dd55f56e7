package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;

import io.slipway.iso.IsoException;
import java.nio.charset.StandardCharsets;

/** A structure's bytes with the number formats of the standards; reading past the end is a corrupt image. */
final class Bytes {
    private final byte[] bytes;
    private final int start;
    private final int length;
    private final String what;

    Bytes(byte[] bytes, String what) {
        this(bytes, 0, bytes.length, what);
    }

    private Bytes(byte[] bytes, int start, int length, String what) {
        this.bytes = bytes;
        this.start = start;
        this.length = length;
        this.what = what;
    }

    int length() {
        return length;
    }

    String what() {
        return what;
    }

    Bytes slice(int from, int count) {
        require(from, count);
        return new Bytes(bytes, start + from, count, what);
    }

    private void require(int from, int count) {
        if (from < 0 || count < 0 || from > length - count) {
            throw new IsoException(
                    CORRUPT_IMAGE, what + " is cut short: " + length + " bytes, " + count + " wanted at " + from + ".");
        }
    }

    int u8(int at) {
        require(at, 1);
        return bytes[start + at] & 0xff;
    }

    int le16(int at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int be16(int at) {
        return u8(at) << 8 | u8(at + 1);
    }

    long le32(int at) {
        return le16(at) | (long) le16(at + 2) << 16;
    }

    long be32(int at) {
        return (long) be16(at) << 16 | be16(at + 2);
    }

    long le64(int at) {
        return le32(at) | le32(at + 4) << 32;
    }

    /** ECMA-119 7.2.3: both halves must agree. */
    int both16(int at) {
        if (le16(at) != be16(at + 2)) {
            throw corrupt("the two byte orders at " + at + " differ");
        }
        return le16(at);
    }

    /** ECMA-119 7.3.3: both halves must agree. */
    long both32(int at) {
        if (le32(at) != be32(at + 4)) {
            throw corrupt("the two byte orders at " + at + " differ");
        }
        return le32(at);
    }

    String ascii(int at, int count) {
        require(at, count);
        return new String(bytes, start + at, count, StandardCharsets.ISO_8859_1);
    }

    String utf8(int at, int count) {
        require(at, count);
        return new String(bytes, start + at, count, StandardCharsets.UTF_8);
    }

    String utf16(int at, int count) {
        require(at, count);
        return new String(bytes, start + at, count & ~1, StandardCharsets.UTF_16BE);
    }

    boolean isZero(int from, int count) {
        require(from, count);
        for (int i = 0; i < count; i++) {
            if (bytes[start + from + i] != 0) {
                return false;
            }
        }
        return true;
    }

    byte[] toArray() {
        return java.util.Arrays.copyOfRange(bytes, start, start + length);
    }

    IsoException corrupt(String why) {
        return new IsoException(CORRUPT_IMAGE, what + ": " + why + ".");
    }
}
