package io.slipway.iso;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes an image's bytes at any position. Keeps one window of structures and one open source. */
final class ImageChannel implements SeekableByteChannel {
    private static final int WINDOW = 1 << 20;

    private final List<Part> parts;
    private final long size;
    private long position;
    private boolean open = true;
    private byte[] window = {};
    private long windowStart = -1;
    private @Nullable InputStream source;
    private @Nullable Node sourceNode;
    private long sourceAt;

    ImageChannel(Layout layout) {
        this.parts = layout.parts();
        this.size = layout.totalBlocks() * Sink.BLOCK;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!open) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        int total = 0;
        while (target.hasRemaining() && position < size) {
            int count = readPart(partAt(position), target);
            position += count;
            total += count;
        }
        return total;
    }

    private Part partAt(long at) {
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (parts.get(middle).block() * Sink.BLOCK <= at) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return parts.get(low);
    }

    private int readPart(Part part, ByteBuffer target) throws IOException {
        long inPart = position - part.block() * Sink.BLOCK;
        long left = part.blocks() * Sink.BLOCK - inPart;
        int count = (int) Math.min(target.remaining(), left);
        var file = part.file();
        if (file == null) {
            return structure(part, inPart, target, count);
        }
        long data = file.size() - inPart;
        if (data <= 0) {
            target.put(new byte[count]);
            return count;
        }
        return file(file, inPart, target, (int) Math.min(count, data));
    }

    private int structure(Part part, long inPart, ByteBuffer target, int count) throws IOException {
        if (windowStart < 0 || position < windowStart || position >= windowStart + window.length) {
            long start = inPart / WINDOW * WINDOW;
            window = new byte[(int) Math.min(WINDOW, part.blocks() * Sink.BLOCK - start)];
            var sink = new WindowSink(window, start);
            part.body().write(sink);
            sink.flush();
            windowStart = part.block() * Sink.BLOCK + start;
        }
        int from = (int) (position - windowStart);
        int now = Math.min(count, window.length - from);
        target.put(window, from, now);
        return now;
    }

    private int file(Node node, long at, ByteBuffer target, int count) throws IOException {
        if (node.source instanceof ByteSource inMemory) {
            target.put(inMemory.bytes(), (int) at, count);
            return count;
        }
        if (!node.equals(sourceNode) || sourceAt > at) {
            closeSource();
            source = Objects.requireNonNull(node.source).open();
            sourceNode = node;
            sourceAt = 0;
        }
        var in = Objects.requireNonNull(source);
        in.skipNBytes(at - sourceAt);
        sourceAt = at;
        byte[] bytes = new byte[Math.min(count, WINDOW)];
        int read = in.readNBytes(bytes, 0, bytes.length);
        if (read < bytes.length) {
            throw new EOFException("'" + node.path() + "' has fewer bytes than when the image was planned");
        }
        sourceAt += read;
        target.put(bytes);
        return read;
    }

    private void closeSource() throws IOException {
        if (source != null) {
            source.close();
            source = null;
            sourceNode = null;
        }
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long to) {
        if (to < 0) {
            throw new IllegalArgumentException("position " + to);
        }
        position = to;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public SeekableByteChannel truncate(long to) {
        throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() throws IOException {
        open = false;
        closeSource();
    }

    /** Keeps what falls into a window of the part and drops the rest. */
    private static final class WindowSink extends Sink {
        private final byte[] window;
        private final long start;
        private long at;

        WindowSink(byte[] window, long start) {
            super(BLOCK * 32);
            this.window = window;
            this.start = start;
        }

        @Override
        void emit(byte[] bytes, int offset, int length) {
            long from = Math.max(at, start);
            long to = Math.min(at + length, start + window.length);
            if (from < to) {
                System.arraycopy(bytes, (int) (offset + from - at), window, (int) (from - start), (int) (to - from));
            }
            at += length;
        }
    }
}
