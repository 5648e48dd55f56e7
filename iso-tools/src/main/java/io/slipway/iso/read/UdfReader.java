package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;
import static io.slipway.iso.IsoException.Reason.LIMIT;
import static io.slipway.iso.IsoException.Reason.UNSUPPORTED;

import io.slipway.iso.IsoException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the UDF view: revisions 1.02 to 2.01 with one physical partition, which covers Microsoft's media, genisoimage and
 * our own bridge discs. Every tag's checksum, CRC and location are checked.
 */
final class UdfReader {
    private static final int ANCHOR = 256;
    private static final int DELETED = 4;
    private static final int PARENT = 8;
    private static final int DIRECTORY = 2;

    private final Medium medium;
    private final Limits limits;
    private final Set<Long> visited = new HashSet<>();
    private final Deque<TreeNode> pending = new ArrayDeque<>();
    private final Budget budget;
    private final UdfPartition partition;
    private final String label;
    private final long rootBlock;

    UdfReader(Medium medium, Limits limits) throws IOException {
        this.medium = medium;
        this.limits = limits;
        this.budget = new Budget(limits);
        var anchor = anchor();
        Bytes volume = null;
        Bytes part = null;
        long at = anchor.le32(20);
        long count = Math.min(64, anchor.le32(16) / Medium.BLOCK);
        for (long i = 0; i < count; i++) {
            var block = medium.block(at + i, "The UDF volume descriptor in block " + (at + i));
            int tag = block.le16(0);
            if (tag == 8 || tag == 0) {
                break;
            }
            UdfTag.check(block, tag, at + i, 512);
            if (tag == 6) {
                volume = block;
            } else if (tag == 5) {
                part = block;
            }
        }
        if (volume == null || part == null) {
            throw new IsoException(CORRUPT_IMAGE, "The UDF volume has no logical volume or no partition.");
        }
        this.partition = partition(volume, part);
        this.label = UdfTag.dstring(volume, 84, 128);
        this.rootBlock = root(volume);
    }

    private Bytes anchor() throws IOException {
        long blocks = medium.size() / Medium.BLOCK;
        IsoException first = null;
        for (long at : new long[] {ANCHOR, blocks - 1, blocks - 1 - ANCHOR}) {
            if (at < 16 || at >= blocks) {
                continue;
            }
            var block = medium.block(at, "The UDF anchor in block " + at);
            try {
                UdfTag.check(block, 2, at, 512);
                return block;
            } catch (IsoException e) {
                first = first == null ? e : first;
            }
        }
        throw first == null ? new IsoException(CORRUPT_IMAGE, "The UDF volume has no anchor.") : first;
    }

    private UdfPartition partition(Bytes volume, Bytes part) {
        if (volume.le32(212) != Medium.BLOCK) {
            throw volume.corrupt("the block size is " + volume.le32(212) + ", not 2048");
        }
        requirePlainMap(volume);
        long start = part.le32(188);
        long length = part.le32(192);
        medium.requireInside(start * Medium.BLOCK, length * Medium.BLOCK, "The UDF partition");
        return new UdfPartition(medium, limits, budget, start, length);
    }

    /** UDF 2.2.8 to 2.2.10: the maps of rewritable and of newer discs, none of which an installer uses. */
    private static void requirePlainMap(Bytes volume) {
        if (volume.le32(268) == 1 && volume.u8(440) == 1 && volume.u8(441) == 6) {
            return;
        }
        String found = "";
        int at = 440;
        for (long left = Math.min(volume.le32(268), 16); left > 0 && at + 2 <= Medium.BLOCK; left--) {
            int length = volume.u8(at + 1);
            if (volume.u8(at) == 2 && length == 64 && at + length <= Medium.BLOCK) {
                found = volume.ascii(at + 5, 23).replace("\0", "");
            }
            at += Math.max(length, 2);
        }
        String what =
                switch (found) {
                    case "*UDF Metadata Partition" -> "a metadata partition (UDF 2.50)";
                    case "*UDF Sparable Partition" -> "a sparable partition (rewritable discs)";
                    case "*UDF Virtual Partition" -> "a virtual partition (packet-written discs)";
                    default -> volume.le32(268) + " partition maps where one plain map is expected";
                };
        throw new IsoException(UNSUPPORTED, "The UDF view has " + what + ", which this reader leaves out.");
    }

    private long root(Bytes volume) throws IOException {
        long block = volume.le32(252);
        var fileSet = partition.block(block, "The UDF file set");
        UdfTag.check(fileSet, 256, block, 512);
        return fileSet.le32(404);
    }

    String label() {
        return label;
    }

    TreeNode read() throws IOException {
        var root = new TreeNode(null, "", IsoEntry.Kind.DIRECTORY);
        partition.entry(root, rootBlock);
        if (root.kind != IsoEntry.Kind.DIRECTORY) {
            throw new IsoException(CORRUPT_IMAGE, "The UDF root is not a directory.");
        }
        pending.add(root);
        while (!pending.isEmpty()) {
            directory(pending.remove());
        }
        return root;
    }

    private void directory(TreeNode directory) throws IOException {
        String what = "The UDF directory " + directory.path();
        if (directory.depth > limits.maxDepth()) {
            throw new IsoException(LIMIT, what + " is deeper than " + limits.maxDepth() + " levels.");
        }
        if (directory.size > limits.maxDirectoryBytes()) {
            throw new IsoException(LIMIT, what + " has " + directory.size + " bytes.");
        }
        if (!visited.add(directory.block)) {
            throw new IsoException(CORRUPT_IMAGE, what + " is reached twice; the directories form a loop.");
        }
        var data = content(directory, what);
        int at = 0;
        while (at < data.length()) {
            int name = data.u8(at + 19);
            int use = data.le16(at + 36);
            int length = 38 + use + name + 3 & ~3;
            var identifier = data.slice(at, length);
            UdfTag.check(identifier, 257, UdfTag.ANYWHERE, length);
            at += length;
            int flags = identifier.u8(18);
            if ((flags & (DELETED | PARENT)) == 0) {
                child(directory, identifier, use, name);
            }
        }
    }

    private Bytes content(TreeNode directory, String what) throws IOException {
        if (directory.embedded != null) {
            return new Bytes(directory.embedded, what);
        }
        byte[] all = new byte[(int) directory.size];
        int at = 0;
        for (var extent : directory.extents) {
            int length = (int) extent.length();
            medium.read(extent.position(), all, at, length, what);
            at += length;
        }
        return new Bytes(all, what);
    }

    private void child(TreeNode directory, Bytes identifier, int use, int nameLength) throws IOException {
        budget.entry(nameLength);
        String name = UdfTag.text(identifier, 38 + use, nameLength);
        if (name.isEmpty()
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0
                || name.equals(".")
                || name.equals("..")) {
            throw identifier.corrupt("the name '" + name + "' cannot be part of a path");
        }
        boolean isDirectory = (identifier.u8(18) & DIRECTORY) != 0;
        var node = new TreeNode(directory, name, isDirectory ? IsoEntry.Kind.DIRECTORY : IsoEntry.Kind.FILE);
        partition.entry(node, identifier.le32(24));
        if (isDirectory != (node.kind == IsoEntry.Kind.DIRECTORY)) {
            throw identifier.corrupt("'" + name + "' and its file entry differ about being a directory");
        }
        directory.add(node);
        if (isDirectory) {
            pending.add(node);
        }
    }
}
