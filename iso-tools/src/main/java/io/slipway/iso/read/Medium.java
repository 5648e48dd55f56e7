package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;
import static io.slipway.iso.IsoException.Reason.SOURCE_CHANGED;

import io.slipway.iso.IsoException;
import io.slipway.iso.Origin;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The image's bytes by position. Safe for use by several threads. */
final class Medium implements Closeable, Origin {
    static final int BLOCK = 2048;
    private static final int FINGERPRINT = 1 << 20;

    private final SeekableByteChannel channel;
    private final long size;
    private final @Nullable Path path;
    private final @Nullable FileTime modified;

    Medium(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
        this.path = null;
        this.modified = null;
    }

    Medium(Path path) throws IOException {
        this.path = path;
        this.modified = Files.getLastModifiedTime(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    @Override
    public Optional<FileChannel> file() {
        return channel instanceof FileChannel file ? Optional.of(file) : Optional.empty();
    }

    @Override
    public void requireUnchanged() throws IOException {
        boolean same = channel.size() == size
                && (path == null
                        || Files.size(path) == size
                                && Files.getLastModifiedTime(path).equals(modified));
        if (!same) {
            throw new IsoException(
                    SOURCE_CHANGED,
                    (path == null ? "The source image" : path.getFileName()) + " changed after it was opened.");
        }
    }

    @Override
    public byte[] fingerprint() throws IOException {
        byte[] head = new byte[(int) Math.min(size, FINGERPRINT)];
        read(0, head, 0, head.length, "The start of the image");
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, size));
            return digest.digest(head);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Fills the array from that byte on; a range outside the image is a corrupt image. */
    @Override
    public void read(long position, byte[] target, int offset, int length, String what) throws IOException {
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
