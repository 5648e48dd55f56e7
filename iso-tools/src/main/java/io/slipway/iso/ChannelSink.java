package io.slipway.iso;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/** Writes to a channel; large files go from disk to disk inside the kernel where the system can do that. */
final class ChannelSink extends Sink {
    /** Below this a copy through the buffer is cheaper than a flush and two system calls. */
    private static final long DIRECT = 64 << 10;

    /** Linux moves at most 2 GiB at a time; a power of two keeps the rest aligned. */
    private static final long AT_ONCE = 1L << 30;

    private final WritableByteChannel out;

    ChannelSink(WritableByteChannel out, int capacity) {
        super(capacity);
        this.out = out;
    }

    @Override
    void emit(byte[] bytes, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    @Override
    void file(PathSource source) throws IOException {
        if (source.size() < DIRECT || isTapped() || !(out instanceof FileChannel)) {
            super.file(source);
            return;
        }
        source.checkUnchanged();
        try (var in = FileChannel.open(source.file(), StandardOpenOption.READ)) {
            transfer(in, new Extent(0, source.size()));
        }
        source.checkUnchanged();
    }

    @Override
    void ranges(RangeSource source) throws IOException {
        var in = source.origin().file();
        if (source.size() < DIRECT || isTapped() || in.isEmpty() || !(out instanceof FileChannel)) {
            super.ranges(source);
            return;
        }
        for (var extent : source.extents()) {
            transfer(in.get(), extent);
        }
    }

    /** Moves a range; the caller sees by the position when the file has ended before it. */
    private void transfer(FileChannel in, Extent range) throws IOException {
        flush();
        long at = range.position();
        while (at < range.end()) {
            long moved = in.transferTo(at, Math.min(AT_ONCE, range.end() - at), out);
            if (moved <= 0) {
                break;
            }
            at += moved;
        }
        passed(at - range.position());
    }
}
