package io.slipway.iso;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of an open image, copied from there without going through memory where the system can do that. Two sources of the
 * same ranges share their blocks in the new image, as they did in the old one.
 *
 * @param origin where the bytes are
 * @param extents the ranges in order; neighbours are joined
 * @param sha256 the digest somebody vouched for
 */
public record RangeSource(
        Origin origin, List<Extent> extents, @Nullable String sha256) implements Source {

    /** Joins ranges that continue one another, for example the sections of a large file. */
    public RangeSource {
        extents = joined(extents);
    }

    private static List<Extent> joined(List<Extent> extents) {
        List<Extent> joined = new ArrayList<>(1);
        for (var extent : extents) {
            if (!joined.isEmpty() && joined.getLast().end() == extent.position()) {
                var last = joined.removeLast();
                joined.add(new Extent(last.position(), last.length() + extent.length()));
            } else if (extent.length() > 0) {
                joined.add(extent);
            }
        }
        return List.copyOf(joined);
    }

    @Override
    public long size() {
        long size = 0;
        for (var extent : extents) {
            size += extent.length();
        }
        return size;
    }

    @Override
    public InputStream open() {
        return new Stream(this);
    }

    @Override
    public Optional<String> knownSha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public Source withSha256(String known) {
        return new RangeSource(origin, extents, Source.checkedSha256(known));
    }

    /** Whether both are the same bytes of the same image, whatever is known about them. */
    boolean isSamePlace(RangeSource other) {
        return origin.equals(other.origin) && extents.equals(other.extents);
    }

    /** Reads the ranges in order. */
    private static final class Stream extends InputStream {
        private final RangeSource source;
        private int extent;
        private long inExtent;

        Stream(RangeSource source) {
            this.source = source;
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
            if (extent == source.extents.size()) {
                return -1;
            }
            var now = source.extents.get(extent);
            int count = (int) Math.min(length, now.length() - inExtent);
            source.origin.read(now.position() + inExtent, target, offset, count, "A file of the source image");
            advance(now, count);
            return count;
        }

        @Override
        public long skip(long wanted) {
            long skipped = 0;
            while (skipped < wanted && extent < source.extents.size()) {
                var now = source.extents.get(extent);
                long count = Math.min(wanted - skipped, now.length() - inExtent);
                advance(now, count);
                skipped += count;
            }
            return skipped;
        }

        private void advance(Extent now, long count) {
            inExtent += count;
            if (inExtent == now.length()) {
                extent++;
                inExtent = 0;
            }
        }
    }
}
