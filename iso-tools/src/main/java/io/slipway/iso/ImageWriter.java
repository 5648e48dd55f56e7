package io.slipway.iso;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Writes the parts of a layout, one after the other. */
final class ImageWriter {
    private final Layout layout;
    private final Sink out;

    ImageWriter(Layout layout, Sink out) {
        this.layout = layout;
        this.out = out;
    }

    /** Writes everything; the content digest is read for where nobody knows it. */
    void write() throws IOException {
        layout.contentDigest();
        run(false);
    }

    /**
     * Writes everything but the parts that hold the content digest, which become zeros.
     *
     * @return the SHA-256 of each file that was read
     */
    Map<Node, byte[]> writeWithoutKey() throws IOException {
        return run(true);
    }

    /** Writes one part that holds the content digest; the sink stands at its place. */
    void writeKeyed(Part part) throws IOException {
        part.body().write(out);
        out.flush();
    }

    private Map<Node, byte[]> run(boolean withoutKey) throws IOException {
        Map<Node, byte[]> digests = withoutKey ? new IdentityHashMap<>() : Collections.emptyMap();
        var origins = origins();
        for (var origin : origins) {
            origin.requireUnchanged();
        }
        var parts = layout.parts();
        try (var ahead = new ReadAhead(parts, withoutKey)) {
            for (int i = 0; i < parts.size(); ) {
                var part = parts.get(i);
                int end = ahead.endOfRun(i);
                if (end > i) {
                    ahead.writeTo(out, digests);
                    part = parts.get(end - 1);
                    i = end;
                } else {
                    write(part, withoutKey, digests);
                    i++;
                }
                if (out.position() != part.position() + part.bytes()) {
                    throw new IllegalStateException(
                            "part at block " + part.block() + " ended at byte " + out.position());
                }
            }
        }
        out.flush();
        // Looking afterwards sees more than looking before.
        for (var origin : origins) {
            origin.requireUnchanged();
        }
        return digests;
    }

    private void write(Part part, boolean withoutKey, Map<Node, byte[]> digests) throws IOException {
        if (withoutKey && part.keyed()) {
            out.zeros(part.bytes());
        } else if (withoutKey && part.file() != null && ContentDigest.isDeferred(part.file())) {
            var digest = ContentDigest.sha256();
            out.tap(digest);
            part.body().write(out);
            out.tap(null);
            digests.put(part.file(), digest.digest());
        } else {
            part.body().write(out);
        }
    }

    private Set<Origin> origins() {
        Set<Origin> origins = new LinkedHashSet<>();
        for (var part : layout.parts()) {
            if (part.file() != null && part.file().source instanceof RangeSource range) {
                origins.add(range.origin());
            }
        }
        return origins;
    }
}
