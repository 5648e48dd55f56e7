package io.slipway.iso;

import java.io.IOException;
import java.io.OutputStream;

/** Writes to a stream. */
final class StreamSink extends Sink {
    private final OutputStream out;

    StreamSink(OutputStream out, int capacity) {
        super(capacity);
        this.out = out;
    }

    @Override
    void emit(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}
