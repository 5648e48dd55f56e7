package io.slipway.server.hypervisor.pve.rest;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Tells of each piece that was taken. */
final class WatchedOutput extends FilterOutputStream {
    private static final int PIECE = 64 << 10;

    private final Runnable taken;

    WatchedOutput(OutputStream out, Runnable taken) {
        super(out);
        this.taken = taken;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        taken.run();
    }

    /** In pieces, for a whole file may come in one call. */
    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        for (int at = 0; at < length; at += PIECE) {
            out.write(bytes, from + at, Math.min(PIECE, length - at));
            taken.run();
        }
    }
}
