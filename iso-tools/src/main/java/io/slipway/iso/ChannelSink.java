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
        if (source.size() < DIRECT || !(out instanceof FileChannel)) {
            super.file(source);
            return;
        }
        flush();
        source.checkUnchanged();
        try (var in = FileChannel.open(source.file(), StandardOpenOption.READ)) {
            long at = 0;
            while (at < source.size()) {
                long moved = in.transferTo(at, Math.min(AT_ONCE, source.size() - at), out);
                if (moved <= 0) {
                    break;
                }
                at += moved;
            }
            passed(at);
        }
        source.checkUnchanged();
    }
}
