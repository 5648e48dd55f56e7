package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;

import io.slipway.iso.IsoException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;

/** The image's bytes by position. Safe for use by several threads. */
final class Medium implements Closeable {
    static final int BLOCK = 2048;

    private final SeekableByteChannel channel;
    private final long size;

    Medium(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** Fills the array from that byte on; a range outside the image is a corrupt image. */
    void read(long position, byte[] target, int offset, int length, String what) throws IOException {
        requireInside(position, length, what);
        var buffer = ByteBuffer.wrap(target, offset, length);
        if (channel instanceof FileChannel file) {
            long at = position;
            while (buffer.hasRemaining()) {
                at += checked(file.read(buffer, at));
            }
            return;
        }
        synchronized (channel) {
            channel.position(position);
            while (buffer.hasRemaining()) {
                checked(channel.read(buffer));
            }
        }
    }

    private static int checked(int count) throws IOException {
        if (count < 0) {
            throw new EOFException("the image became shorter while it was read");
        }
        return count;
    }

    Bytes bytes(long position, int length, String what) throws IOException {
        byte[] target = new byte[length];
        read(position, target, 0, length, what);
        return new Bytes(target, what);
    }

    Bytes block(long block, String what) throws IOException {
        return bytes(block * BLOCK, BLOCK, what);
    }

    void requireInside(long position, long length, String what) {
        if (position < 0 || length < 0 || position > size || length > size - position) {
            throw new IsoException(
                    CORRUPT_IMAGE,
                    what + " lies outside the image: byte " + position + ", " + length + " bytes, of " + size + ".");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
