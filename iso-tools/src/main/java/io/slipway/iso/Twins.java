package io.slipway.iso;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds files that can share their blocks. The first in the order of the tree holds the data, the others point to it. */
final class Twins {
    private static final int BUFFER = 1 << 16;

    private record Place(Origin origin, List<Extent> extents) {}

    private Twins() {}

    /** Files that shared their bytes in the image they come from go on sharing them. */
    static void ofSameRanges(NodeTree tree) {
        Map<Place, Node> seen = new HashMap<>();
        tree.forEachFile(file -> {
            if (file.source instanceof RangeSource range && range.size() > 0) {
                var first = seen.putIfAbsent(new Place(range.origin(), range.extents()), file);
                if (first != null) {
                    file.twin = first;
                }
            }
        });
    }

    /** Files of equal bytes, found by size, then digest, then comparison. */
    static void ofSameContents(NodeTree tree) throws IOException {
        Map<Long, List<Node>> bySize = new LinkedHashMap<>();
        tree.forEachFile(file -> {
            if (file.size() > 0 && file.twin == null && !file.patched) {
                bySize.computeIfAbsent(file.size(), size -> new ArrayList<>()).add(file);
            }
        });
        for (var files : bySize.values()) {
            if (files.size() > 1) {
                compare(files);
            }
        }
        // A twin found earlier may point to a file that has become a twin itself.
        tree.forEachFile(file -> {
            if (file.twin != null && file.twin.twin != null) {
                file.twin = file.twin.twin;
            }
        });
    }

    private static void compare(List<Node> files) throws IOException {
        Map<String, List<Node>> byDigest = new HashMap<>();
        for (var file : files) {
            var source = Objects.requireNonNull(file.source);
            String digest = ContentDigest.sha256(source);
            // The digest was just computed, so planning need not read the file again.
            file.source = source.withSha256(digest);
            var firsts = byDigest.computeIfAbsent(digest, key -> new ArrayList<>(1));
            for (var first : firsts) {
                if (file.twin == null && sameBytes(first, file)) {
                    file.twin = first;
                }
            }
            if (file.twin == null) {
                firsts.add(file);
            }
        }
    }

    private static boolean sameBytes(Node one, Node other) throws IOException {
        try (var left = Objects.requireNonNull(one.source).open();
                var right = Objects.requireNonNull(other.source).open()) {
            return sameBytes(left, right);
        }
    }

    static boolean sameBytes(InputStream left, InputStream right) throws IOException {
        byte[] a = new byte[BUFFER];
        byte[] b = new byte[BUFFER];
        while (true) {
            int count = left.readNBytes(a, 0, BUFFER);
            if (right.readNBytes(b, 0, BUFFER) != count || !Arrays.equals(a, 0, count, b, 0, count)) {
                return false;
            }
            if (count < BUFFER) {
                return true;
            }
        }
    }
}
