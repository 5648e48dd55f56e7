package io.slipway.iso;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Collects an image's bytes in one buffer and hands them on in large pieces; knows the number formats of ECMA-119.
 *
 * <p>Not safe for use by several threads.
 */
abstract class Sink {
    static final int BLOCK = 2048;

    private final byte[] buffer;
    private int at;
    private long drained;
    private @Nullable MessageDigest tap;

    Sink(int capacity) {
        this.buffer = new byte[capacity];
    }

    /** Passes bytes on; the array is reused afterwards. */
    abstract void emit(byte[] bytes, int offset, int length) throws IOException;

    /** Lets a digest see the bytes of sources, or no longer. */
    final void tap(@Nullable MessageDigest digest) {
        this.tap = digest;
    }

    /** Whether the bytes of sources have to pass through the buffer. */
    final boolean isTapped() {
        return tap != null;
    }

    /** Bytes written so far. */
    final long position() {
        return drained + at;
    }

    final void flush() throws IOException {
        if (at > 0) {
            emit(buffer, 0, at);
            drained += at;
            at = 0;
        }
    }

    /** The bytes that {@link #emit} never sees because they went past the buffer another way. */
    final void passed(long bytes) {
        drained += bytes;
    }

    private void room(int bytes) throws IOException {
        if (buffer.length - at < bytes) {
            flush();
        }
    }

    final void u8(int value) throws IOException {
        room(1);
        buffer[at++] = (byte) value;
    }

    final void le16(int value) throws IOException {
        room(2);
        buffer[at++] = (byte) value;
        buffer[at++] = (byte) (value >> 8);
    }

    final void be16(int value) throws IOException {
        room(2);
        buffer[at++] = (byte) (value >> 8);
        buffer[at++] = (byte) value;
    }

    /** ECMA-119 7.2.3. */
    final void both16(int value) throws IOException {
        le16(value);
        be16(value);
    }

    final void le32(long value) throws IOException {
        room(4);
        buffer[at++] = (byte) value;
        buffer[at++] = (byte) (value >> 8);
        buffer[at++] = (byte) (value >> 16);
        buffer[at++] = (byte) (value >> 24);
    }

    final void be32(long value) throws IOException {
        room(4);
        buffer[at++] = (byte) (value >> 24);
        buffer[at++] = (byte) (value >> 16);
        buffer[at++] = (byte) (value >> 8);
        buffer[at++] = (byte) value;
    }

    /** ECMA-119 7.3.3. */
    final void both32(long value) throws IOException {
        le32(value);
        be32(value);
    }

    final void le64(long value) throws IOException {
        le32(value);
        le32(value >>> 32);
    }

    final void bytes(byte[] source) throws IOException {
        bytes(source, 0, source.length);
    }

    final void bytes(byte[] source, int offset, int length) throws IOException {
        if (length > buffer.length / 2) {
            flush();
            emit(source, offset, length);
            drained += length;
            return;
        }
        room(length);
        System.arraycopy(source, offset, buffer, at, length);
        at += length;
    }

    final void utf16(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            be16(text.charAt(i));
        }
    }

    /** ASCII text, cut or padded with spaces to a field. */
    final void ascii(String text, int field) throws IOException {
        room(field);
        int length = Math.min(text.length(), field);
        for (int i = 0; i < length; i++) {
            buffer[at + i] = (byte) text.charAt(i);
        }
        Arrays.fill(buffer, at + length, at + field, (byte) ' ');
        at += field;
    }

    final void zeros(long count) throws IOException {
        long left = count;
        while (left > 0) {
            room(1);
            int now = (int) Math.min(left, buffer.length - at);
            Arrays.fill(buffer, at, at + now, (byte) 0);
            at += now;
            left -= now;
        }
    }

    final void alignToBlock() throws IOException {
        zeros(-position() & (BLOCK - 1));
    }

    /** Copies a source, which must give exactly the bytes it announced. */
    final void source(Source source, String path) throws IOException {
        long start = position();
        switch (source) {
            case ByteSource inMemory -> bytes(inMemory.bytes());
            case PathSource onDisk -> file(onDisk);
            case RangeSource ranges -> ranges(ranges);
            case StreamSource stream -> {
                try (var in = stream.open()) {
                    copy(in, stream.size());
                }
            }
        }
        long copied = position() - start;
        if (copied != source.size()) {
            throw new IsoException(
                    IsoException.Reason.SOURCE_CHANGED,
                    "'" + path + "' has " + (copied < source.size() ? "fewer" : "more") + " bytes than the "
                            + source.size() + " it had when the image was planned.");
        }
    }

    /** Copies a file that must not have changed since it was added; looking afterwards sees more than looking before. */
    void file(PathSource source) throws IOException {
        try (var in = source.openUnchecked()) {
            fill(in, source.size());
        }
        source.checkUnchanged();
    }

    /** Copies ranges of another image, which is compared with what it was before and after all is written. */
    void ranges(RangeSource source) throws IOException {
        try (var in = source.open()) {
            fill(in, source.size());
        }
    }

    /** Copies up to {@code size} bytes and one more when there are more, so that the caller sees the growth. */
    private void copy(InputStream in, long size) throws IOException {
        if (fill(in, size) == 0 && in.read() >= 0) {
            u8(0);
        }
    }

    /** Copies up to that many bytes; gives how many are missing. */
    private long fill(InputStream in, long size) throws IOException {
        long left = size;
        while (left > 0) {
            room(1);
            int count = in.read(buffer, at, (int) Math.min(left, buffer.length - at));
            if (count < 0) {
                break;
            }
            if (tap != null) {
                tap.update(buffer, at, count);
            }
            at += count;
            left -= count;
        }
        return left;
    }
}
