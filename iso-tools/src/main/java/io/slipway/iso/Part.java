package io.slipway.iso;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A run of blocks that one piece of code writes. An image is a list of parts without gaps.
 *
 * @param file the entry whose data this is; {@code null} for structures
 * @param keyed whether the bytes hold the content digest
 */
record Part(long block, long blocks, @Nullable Node file, boolean keyed, Body body) {

    long position() {
        return block * Sink.BLOCK;
    }

    long bytes() {
        return blocks * Sink.BLOCK;
    }

    /** Writes exactly the part's blocks. */
    @FunctionalInterface
    interface Body {
        void write(Sink out) throws IOException;
    }
}
