package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import io.slipway.iso.RangeSource;
import java.io.IOException;

/**
 * Reads file entries of one UDF partition (ECMA-167 4/14.9, 4/14.17).
 *
 * @param budget what the view may keep in memory
 * @param start first block in the image
 * @param length blocks
 */
record UdfPartition(Medium medium, Limits limits, Budget budget, long start, long length) {
    private static final int FILE_ENTRY = 261;
    private static final int EXTENDED_FILE_ENTRY = 266;
    private static final int ALLOCATION_EXTENT = 258;
    private static final int TYPE_DIRECTORY = 4;
    private static final int TYPE_FILE = 5;
    private static final int TYPE_LINK = 12;
    private static final int CONTINUES = 3;
    private static final int MOST_LINK_BYTES = 8192;

    Bytes block(long block, String what) throws IOException {
        return medium.block(start + inside(block, 1, what), what);
    }

    private long inside(long block, long blocks, String what) {
        if (block < 0 || blocks > length || block > length - blocks) {
            throw new IsoException(
                    IsoException.Reason.CORRUPT_IMAGE,
                    what + " lies outside the UDF partition: block " + block + " of " + length + ".");
        }
        return block;
    }

    /** Fills the node from the file entry in that block. */
    void entry(TreeNode node, long block) throws IOException {
        String what = "The UDF file entry of " + node.path();
        var entry = block(block, what);
        boolean extended = entry.le16(0) == EXTENDED_FILE_ENTRY;
        UdfTag.check(entry, extended ? EXTENDED_FILE_ENTRY : FILE_ENTRY, block, Medium.BLOCK);
        int lengths = extended ? 208 : 168;
        long attributes = entry.le32(lengths);
        long descriptors = entry.le32(lengths + 4);
        if (attributes + descriptors > Medium.BLOCK - lengths - 8) {
            throw entry.corrupt("its allocation descriptors do not fit");
        }
        node.block = block;
        node.size = entry.le64(56);
        if (node.size < 0) {
            throw entry.corrupt("its size is negative");
        }
        node.userId = owner(entry.le32(36));
        node.groupId = owner(entry.le32(40));
        node.modified = UdfTag.time(entry, extended ? 92 : 84);
        long permissions = entry.le32(44);
        node.permissions = (int) (permissions & 7 | (permissions >> 5 & 7) << 3 | (permissions >> 10 & 7) << 6);
        var area = entry.slice(lengths + 8 + (int) attributes, (int) descriptors);
        int allocation = entry.le16(34) & 7;
        switch (allocation) {
            case 0, 1 -> extents(node, area, allocation == 0 ? 8 : 16);
            case 3 -> node.embedded = embedded(node, area);
            default -> throw entry.corrupt("allocation type " + allocation + " is not supported");
        }
        kind(node, entry.u8(27), entry);
    }

    /** All ones mean "nobody said" (ECMA-167 4/14.9.3). */
    private static long owner(long id) {
        return id == 0xFFFF_FFFFL ? 0 : id;
    }

    private byte[] embedded(TreeNode node, Bytes area) {
        if (area.length() != node.size) {
            throw area.corrupt("its embedded data has " + area.length() + " of " + node.size + " bytes");
        }
        budget.spend(area.length());
        return area.toArray();
    }

    private void kind(TreeNode node, int type, Bytes entry) throws IOException {
        switch (type) {
            case TYPE_DIRECTORY -> node.kind = IsoEntry.Kind.DIRECTORY;
            case TYPE_FILE -> node.kind = IsoEntry.Kind.FILE;
            case TYPE_LINK -> {
                node.kind = IsoEntry.Kind.LINK;
                node.linkTarget = link(node);
                budget.spend(node.linkTarget.length());
            }
            case 6, 7, 9, 10 -> node.kind = IsoEntry.Kind.SPECIAL;
            default -> throw entry.corrupt("file type " + type + " is not supported");
        }
    }

    private void extents(TreeNode node, Bytes first, int step) throws IOException {
        var area = first;
        long total = 0;
        int at = 0;
        int hops = 0;
        while (at + step <= area.length()) {
            long raw = area.le32(at);
            long bytes = raw & 0x3FFF_FFFF;
            long position = area.le32(at + 4);
            at += step;
            if (bytes == 0) {
                break;
            }
            if (raw >> 30 == CONTINUES) {
                if (++hops > limits.maxContinuations()) {
                    throw new IsoException(LIMIT, first.what() + " has more than " + hops + " allocation extents.");
                }
                area = continued(position, first.what());
                at = 0;
                continue;
            }
            if (raw >> 30 != 0) {
                throw first.corrupt("extents that are not recorded are not supported");
            }
            inside(position, (bytes + Medium.BLOCK - 1) / Medium.BLOCK, first.what());
            node.extents.add(new Extent((start + position) * Medium.BLOCK, bytes));
            total += bytes;
            budget.spend(Extent.MEMORY);
        }
        if (total != node.size) {
            throw first.corrupt("its extents have " + total + " of " + node.size + " bytes");
        }
    }

    private Bytes continued(long block, String what) throws IOException {
        var extent = block(block, what);
        UdfTag.check(extent, ALLOCATION_EXTENT, block, Medium.BLOCK);
        return extent.slice(24, (int) Math.min(extent.le32(20), Medium.BLOCK - 24));
    }

    private String link(TreeNode node) throws IOException {
        if (node.size > MOST_LINK_BYTES) {
            throw new IsoException(LIMIT, "The link target of " + node.path() + " has " + node.size + " bytes.");
        }
        byte[] data = node.embedded;
        if (data == null) {
            try (var in = new RangeSource(medium, node.extents, null).open()) {
                data = in.readAllBytes();
            }
        }
        var parts = new Bytes(data, "The link " + node.path());
        var target = new StringBuilder();
        int at = 0;
        while (at < parts.length()) {
            int type = parts.u8(at);
            int bytes = parts.u8(at + 1);
            String part =
                    switch (type) {
                        case 1, 2 -> "/";
                        case 3 -> "..";
                        case 4 -> ".";
                        case 5 -> UdfTag.text(parts, at + 4, bytes);
                        default -> throw parts.corrupt("path component type " + type);
                    };
            if (!target.isEmpty() && target.charAt(target.length() - 1) != '/') {
                target.append('/');
            }
            target.append(part);
            at += 4 + bytes;
        }
        return target.toString();
    }
}
