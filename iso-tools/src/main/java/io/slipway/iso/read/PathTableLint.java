package io.slipway.iso.read;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Checks a view's path tables against its tree (ECMA-119 6.9, 9.4). Windows finds directories through the little-endian
 * table only.
 */
final class PathTableLint {
    private static final long LARGEST = 64L << 20;

    private record Row(String id, long block, int parent) {}

    private final Lint lint;
    private final Medium medium;
    private final String rule;

    PathTableLint(Lint lint, Medium medium, String view) {
        this.lint = lint;
        this.medium = medium;
        this.rule = view + ".path-table";
    }

    void check(Bytes descriptor, TreeNode root) throws IOException {
        long size = descriptor.both32(132);
        if (size < 10 || size > LARGEST) {
            lint.require(rule, false, "The path table has " + size + " bytes.");
            return;
        }
        var little = rows(descriptor.le32(140), (int) size, false);
        var big = rows(descriptor.be32(148), (int) size, true);
        lint.require(rule, little.equals(big), "The two byte orders of the path table differ.");
        if (little.isEmpty()) {
            lint.require(rule, false, "The path table is empty.");
            return;
        }
        lint.require(
                rule,
                little.getFirst().block == root.block && little.getFirst().parent == 1,
                "Its first row is not the root.");
        order(little);
        Set<Long> blocks = new HashSet<>();
        little.forEach(row -> blocks.add(row.block));
        var inTree = directoryBlocks(root);
        lint.require(rule, blocks.size() == little.size(), "Two rows point to one directory.");
        lint.require(rule, blocks.equals(inTree), "The rows are not the directories of the tree.");
    }

    private List<Row> rows(long block, int size, boolean bigEndian) throws IOException {
        var table = medium.bytes(block * Medium.BLOCK, size, "The path table");
        List<Row> rows = new ArrayList<>();
        int at = 0;
        while (at < size) {
            int length = table.u8(at);
            if (length == 0) {
                throw table.corrupt("a row has no name");
            }
            long extent = bigEndian ? table.be32(at + 2) : table.le32(at + 2);
            int parent = bigEndian ? table.be16(at + 6) : table.le16(at + 6);
            rows.add(new Row(table.ascii(at + 8, length), extent, parent));
            at += 8 + length + (length & 1);
        }
        return rows;
    }

    private void order(List<Row> rows) {
        for (int i = 1; i < rows.size(); i++) {
            var row = rows.get(i);
            var before = rows.get(i - 1);
            boolean ordered = row.parent > before.parent
                    || row.parent == before.parent && (i == 1 || row.id.compareTo(before.id) > 0);
            lint.require(rule, ordered && row.parent >= 1 && row.parent <= i, "Row " + (i + 1) + " is out of order.");
        }
    }

    private static Set<Long> directoryBlocks(TreeNode root) {
        Set<Long> blocks = new HashSet<>();
        List<TreeNode> queue = new ArrayList<>();
        queue.add(root);
        for (int i = 0; i < queue.size(); i++) {
            blocks.add(queue.get(i).block);
            for (var child : queue.get(i).children.values()) {
                if (child.kind == IsoEntry.Kind.DIRECTORY) {
                    queue.add(child);
                }
            }
        }
        return blocks;
    }
}
