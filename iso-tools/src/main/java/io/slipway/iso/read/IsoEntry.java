package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.LIMIT;
import static io.slipway.iso.IsoException.Reason.NOT_FOUND;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import io.slipway.iso.RangeSource;
import io.slipway.iso.Source;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A file, directory or link of one view of an image. Usable while the reader is open. */
public final class IsoEntry {
    /** What an entry is. */
    public enum Kind {
        /** Holds entries. */
        DIRECTORY,
        /** Holds bytes. */
        FILE,
        /** A symbolic link. */
        LINK,
        /** A device, pipe or socket, which only Rock Ridge and UDF can show. */
        SPECIAL
    }

    private final Medium medium;
    private final TreeNode node;

    IsoEntry(Medium medium, TreeNode node) {
        this.medium = medium;
        this.node = node;
    }

    /** The path from the root, which is {@code "/"}; parts are separated and preceded by {@code /}. */
    public String path() {
        return node.path();
    }

    /** The last part of the path; empty for the root. */
    public String name() {
        return node.name;
    }

    /** What the entry is. */
    public Kind kind() {
        return node.kind;
    }

    /** Bytes of a file; 0 for everything else. */
    public long size() {
        return node.kind == Kind.FILE ? node.size : 0;
    }

    /** The target of a link; empty for everything else. */
    public String linkTarget() {
        return node.linkTarget;
    }

    /** The POSIX permission bits where the view has them. */
    public OptionalInt permissions() {
        return node.permissions < 0 ? OptionalInt.empty() : OptionalInt.of(node.permissions);
    }

    /** The numeric owner; 0 where the view has none. */
    public long userId() {
        return node.userId;
    }

    /** The numeric group; 0 where the view has none. */
    public long groupId() {
        return node.groupId;
    }

    /** When the entry was last modified, to the second; empty where the image does not say. */
    public Optional<Instant> modified() {
        return Optional.ofNullable(node.modified);
    }

    /** The entries of a directory in the order of the image. */
    public List<IsoEntry> children() {
        return node.children.values().stream()
                .map(child -> new IsoEntry(medium, child))
                .toList();
    }

    /**
     * Opens a file.
     *
     * @throws IsoException {@code NOT_FOUND} when the entry is not a file
     */
    public InputStream open() {
        requireFile();
        return node.embedded != null
                ? new ByteArrayInputStream(node.embedded)
                : new RangeSource(medium, node.extents, null).open();
    }

    /**
     * Reads a whole file.
     *
     * @param maxSize largest size accepted, so that a hostile image cannot fill the memory
     * @throws IsoException {@code LIMIT} when the file is larger, {@code NOT_FOUND} when the entry is not a file
     */
    public byte[] bytes(int maxSize) throws IOException {
        try (var in = open()) {
            if (node.size > maxSize) {
                throw new IsoException(LIMIT, path() + " has " + node.size + " bytes, more than " + maxSize + ".");
            }
            return in.readNBytes((int) node.size);
        }
    }

    /**
     * The bytes for another image, which copies them from this one; usable while the reader is open.
     *
     * @throws IsoException {@code NOT_FOUND} when the entry is not a file
     */
    public Source source() {
        requireFile();
        return node.embedded != null ? Source.of(node.embedded) : new RangeSource(medium, node.extents, null);
    }

    private void requireFile() {
        if (node.kind != Kind.FILE) {
            throw new IsoException(NOT_FOUND, path() + " is not a file.");
        }
    }

    /** Where the bytes lie, for comparing views and for copying without reading. */
    List<Extent> extents() {
        return node.extents;
    }

    TreeNode node() {
        return node;
    }

    @Override
    public String toString() {
        return node.kind + " " + path();
    }
}
