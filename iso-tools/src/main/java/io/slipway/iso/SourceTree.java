package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.UNSUPPORTED;

import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Takes the tree of an image into a builder: the view that shows most, and what only the others show into the report. */
final class SourceTree {
    private static final int MOST_NOTES = 100;

    private final IsoReader reader;
    private final View view;
    private final NodeTree tree;
    private final Map<Long, List<Node>> byPosition = new HashMap<>();
    private final List<Original> originals = new ArrayList<>();
    private final Map<Node, Source> byNode = new IdentityHashMap<>();

    /** A file as the source has it, whatever became of it. */
    record Original(Node node, Source source) {}

    SourceTree(IsoReader reader, IsoBuilder builder) throws IOException {
        this.reader = reader;
        this.view = richest(reader);
        this.tree = builder.nodes();
        var root = reader.root(view);
        tree.root().attributes = attributes(root, builder, Attributes.DIRECTORY);
        copy(root, tree.root(), builder);
        noteOthers(builder);
    }

    View view() {
        return view;
    }

    /** Whether somebody gave the file other bytes than the source's. */
    boolean isReplaced(Node node) {
        var original = byNode.get(node);
        return original != null && original != node.source;
    }

    List<Original> originals() {
        return originals;
    }

    /** The files whose bytes started at that position of the source, removed ones included. */
    List<Node> startingAt(long position) {
        return byPosition.getOrDefault(position, List.of());
    }

    /**
     * UDF where it is, because some writers show large files there only and Microsoft's discs have nothing else; but Rock
     * Ridge where it has the same files, because it has links and modes besides.
     */
    private static View richest(IsoReader reader) throws IOException {
        var best = reader.bestView();
        if (best == View.UDF && reader.views().contains(View.ROCK_RIDGE)) {
            Map<String, Extent> rockRidge = files(reader, View.ROCK_RIDGE);
            for (var file : files(reader, View.UDF).entrySet()) {
                // genisoimage shows its boot catalog as an empty file in UDF.
                var other = rockRidge.get(file.getKey());
                if (other == null
                        || file.getValue().length() > 0 && !file.getValue().equals(other)) {
                    return View.UDF;
                }
            }
            return View.ROCK_RIDGE;
        }
        return best;
    }

    private static Map<String, Extent> files(IsoReader reader, View view) throws IOException {
        Map<String, Extent> files = new HashMap<>();
        for (var entry : reader.entries(view)) {
            if (entry.kind() == IsoEntry.Kind.FILE) {
                files.put(entry.path(), new Extent(position(entry), entry.size()));
            }
        }
        return files;
    }

    /** Where a file's bytes start; -1 for a file without bytes, or with bytes in its own descriptor. */
    static long position(IsoEntry file) {
        return file.source() instanceof RangeSource range && !range.extents().isEmpty()
                ? range.extents().getFirst().position()
                : -1;
    }

    private void copy(IsoEntry directory, Node target, IsoBuilder builder) {
        for (var entry : directory.children()) {
            switch (entry.kind()) {
                case DIRECTORY -> {
                    var attributes = attributes(entry, builder, Attributes.DIRECTORY);
                    var node = tree.add(target, entry.name(), Node.Kind.DIRECTORY, attributes);
                    requireDepth(node);
                    copy(entry, node, builder);
                }
                case FILE -> {
                    var attributes = attributes(entry, builder, Attributes.FILE);
                    var node = tree.add(target, entry.name(), Node.Kind.FILE, attributes);
                    var bytes = entry.source();
                    node.source = bytes;
                    originals.add(new Original(node, bytes));
                    byNode.put(node, bytes);
                    byPosition
                            .computeIfAbsent(position(entry), at -> new ArrayList<>(1))
                            .add(node);
                }
                case LINK ->
                    builder.symlink(entry.path(), entry.linkTarget(), attributes(entry, builder, Attributes.LINK));
                case SPECIAL ->
                    // Builders hold none; the node stands for it until somebody removes it.
                    tree.add(target, entry.name(), Node.Kind.FILE, Attributes.FILE);
            }
        }
    }

    private static void requireDepth(Node node) {
        if (node.depth() > NodeTree.MAX_DEPTH) {
            throw new IsoException(
                    IsoException.Reason.LIMIT,
                    "'" + node.path() + "' has more than " + NodeTree.MAX_DEPTH + " levels.");
        }
    }

    private static Attributes attributes(IsoEntry entry, IsoBuilder builder, Attributes absent) {
        boolean fits = entry.userId() <= Integer.MAX_VALUE && entry.groupId() <= Integer.MAX_VALUE;
        if (!fits) {
            builder.note(new Deviation(
                    Deviation.Kind.ADJUSTED,
                    View.ROCK_RIDGE,
                    entry.path().substring(1),
                    "owner and group 0",
                    "owner ids go up to 2^31 - 1"));
        }
        return new Attributes(
                entry.permissions().orElse(absent.permissions()),
                fits ? (int) entry.userId() : 0,
                fits ? (int) entry.groupId() : 0,
                entry.modified().orElse(null));
    }

    /** Refuses what cannot be written, once nothing more is removed. */
    void requireNoSpecials() {
        tree.forEachFile(file -> {
            if (file.source == null) {
                throw new IsoException(
                        UNSUPPORTED,
                        "'" + file.path() + "' is a device, pipe or socket, which is not written; remove it.");
            }
        });
    }

    /** Says which files the copy loses because another view alone shows them, such as the stub on Microsoft's discs. */
    private void noteOthers(IsoBuilder builder) throws IOException {
        Set<Long> seen = new HashSet<>(byPosition.keySet());
        seen.add(reader.bootCatalog().orElse(0) * Sink.BLOCK);
        Set<String> links = new HashSet<>();
        reader.entries(view).stream()
                .filter(entry -> entry.kind() == IsoEntry.Kind.LINK)
                .forEach(entry -> links.add(entry.path()));
        int notes = 0;
        for (var other : reader.views()) {
            if (other == view || other == View.ISO && reader.views().contains(View.ROCK_RIDGE)) {
                continue;
            }
            for (var entry : reader.entries(other)) {
                boolean lost =
                        switch (entry.kind()) {
                            case DIRECTORY, SPECIAL -> false;
                            case FILE -> entry.size() > 0 && position(entry) >= 0 && seen.add(position(entry));
                            case LINK -> links.add(entry.path());
                        };
                if (lost && notes++ < MOST_NOTES) {
                    builder.note(new Deviation(
                            Deviation.Kind.OMITTED,
                            other,
                            entry.path().substring(1),
                            "",
                            "the copy is made of the source's " + view + " view, which lacks it"));
                }
            }
        }
        if (notes > MOST_NOTES) {
            builder.note(new Deviation(
                    Deviation.Kind.OMITTED, view, "", "", (notes - MOST_NOTES) + " more files are lost this way"));
        }
    }
}
