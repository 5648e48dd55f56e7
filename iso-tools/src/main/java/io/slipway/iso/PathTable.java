package io.slipway.iso;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path table of one view (ECMA-119 6.9, 9.4). Windows' cdfs finds directories through the little-endian table only, so
 * its order (level, parent, name) is also the order in which directory extents are allocated.
 */
final class PathTable {
    private final boolean joliet;
    private final List<Node> directories = new ArrayList<>();
    private long bytes;

    /** Numbers the directories of a named tree. */
    PathTable(Node root, boolean joliet) {
        this.joliet = joliet;
        directories.add(root);
        for (int i = 0; i < directories.size(); i++) {
            var directory = directories.get(i);
            place(directory).number = i + 1;
            bytes += entryLength(directory);
            for (var child : joliet ? directory.jolietOrder : directory.isoOrder) {
                if (child.isDirectory()) {
                    directories.add(child);
                }
            }
        }
    }

    /** The directories in path-table order, the root first. */
    List<Node> directories() {
        return directories;
    }

    long bytes() {
        return bytes;
    }

    long blocks() {
        return Layout.blocks(bytes);
    }

    private Node.DirectoryPlace place(Node directory) {
        return joliet ? directory.joliet : directory.iso;
    }

    private int idLength(Node directory) {
        if (directory.parent == null) {
            return 1;
        }
        return joliet ? 2 * directory.jolietName.length() : directory.isoId.length;
    }

    private int entryLength(Node directory) {
        int id = idLength(directory);
        return 8 + id + (id & 1);
    }

    void write(Sink out, boolean bigEndian) throws IOException {
        for (var directory : directories) {
            int id = idLength(directory);
            out.u8(id);
            out.u8(0);
            long block = place(directory).block;
            int parent = place(directory.parentOrSelf()).number;
            if (bigEndian) {
                out.be32(block);
                out.be16(parent);
            } else {
                out.le32(block);
                out.le16(parent);
            }
            if (directory.parent == null) {
                out.u8(0);
            } else if (joliet) {
                out.bytes(directory.jolietName.getBytes(StandardCharsets.UTF_16BE));
            } else {
                out.bytes(directory.isoId);
            }
            if ((id & 1) == 1) {
                out.u8(0);
            }
        }
        out.alignToBlock();
    }
}
