package io.slipway.iso;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One entry of the tree, with the place each view gives it. Filled by the planner, then only read. */
final class Node {
    enum Kind {
        DIRECTORY,
        FILE,
        LINK
    }

    private static final Node[] NONE = {};

    final String name;
    final @Nullable Node parent;
    final Kind kind;

    /** Children by name, in UTF-16 order: the canonical order of everything derived from the tree. */
    final TreeMap<String, Node> children = new TreeMap<>();

    Attributes attributes;

    @Nullable
    Source source;

    /** Target of a link. */
    String target = "";

    /** Another entry with the same bytes: both show its blocks. */
    @Nullable
    Node twin;

    /** A boot image whose bytes get a table written into them, so that nothing else may share them. */
    boolean patched;

    /** Explicitly added, or only implied by a longer path. */
    boolean explicit;

    byte[] isoId = {0};
    String jolietName = "";
    String rockName = "";
    String udfName = "";
    Node[] isoOrder = NONE;
    Node[] jolietOrder = NONE;
    Node[] directories = NONE;

    final DirectoryPlace iso = new DirectoryPlace();
    final DirectoryPlace joliet = new DirectoryPlace();
    long continuationBlock;
    long continuationBytes;

    /** First block of the file's data; 0 when it has none. */
    long dataBlock;

    /** Block of the UDF file entry, relative to the partition. */
    long udfBlock;

    long udfDirectoryBytes;
    long udfUniqueId;

    Node(String name, @Nullable Node parent, Kind kind, Attributes attributes) {
        this.name = name;
        this.parent = parent;
        this.kind = kind;
        this.attributes = attributes;
    }

    boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** The parent, or itself for the root, as path tables and ".." records want it. */
    Node parentOrSelf() {
        return parent == null ? this : parent;
    }

    long size() {
        return source == null ? 0 : source.size();
    }

    /** Path from the root without a leading slash; empty for the root. */
    String path() {
        if (parent == null) {
            return "";
        }
        return parent.parent == null ? name : parent.path() + "/" + name;
    }

    int depth() {
        int depth = 1;
        for (var at = parent; at != null; at = at.parent) {
            depth++;
        }
        return depth;
    }

    /** Where one view's directory lies. */
    static final class DirectoryPlace {
        /** Ordinal in the path table, from 1. */
        int number;

        long block;
        long bytes;
    }
}
