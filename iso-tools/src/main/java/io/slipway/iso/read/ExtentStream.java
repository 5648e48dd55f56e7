package io.slipway.iso.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Reads the extents of one file in order. */
final class ExtentStream extends InputStream {
    private final Medium medium;
    private final List<Extent> extents;
    private final String path;
    private long left;
    private int extent;
    private long inExtent;

    ExtentStream(Medium medium, List<Extent> extents, long size, String path) {
        this.medium = medium;
        this.extents = extents;
        this.left = size;
        this.path = path;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (left > 0 && inExtent == extents.get(extent).length()) {
            extent++;
            inExtent = 0;
        }
        if (left <= 0) {
            return -1;
        }
        var now = extents.get(extent);
        int count = (int) Math.min(Math.min(length, left), now.length() - inExtent);
        medium.read(now.position() + inExtent, target, offset, count, path);
        inExtent += count;
        left -= count;
        return count;
    }

    @Override
    public long skip(long wanted) {
        long skipped = 0;
        while (skipped < wanted && left > 0) {
            var now = extents.get(extent);
            long count = Math.min(Math.min(wanted - skipped, left), now.length() - inExtent);
            inExtent += count;
            left -= count;
            skipped += count;
            if (inExtent == now.length() && left > 0) {
                extent++;
                inExtent = 0;
            }
        }
        return skipped;
    }

    @Override
    public int available() {
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
