package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;
import static io.slipway.iso.IsoException.Reason.LIMIT;

import io.slipway.iso.Extent;
import io.slipway.iso.IsoException;
import io.slipway.iso.View;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tree of the ISO, Joliet or Rock Ridge view (ECMA-119 9.1), each directory once. */
final class IsoTreeReader {
    private static final int DIRECTORY = 2;
    private static final int ASSOCIATED = 4;
    private static final int MORE_SECTIONS = 0x80;
    private static final int NULL_VERSION_LENGTH = 32_767;

    private final Medium medium;
    private final Limits limits;
    private final View view;
    private final SystemUseReader systemUse;
    private final Set<Long> visited = new HashSet<>();
    private final Deque<TreeNode> pending = new ArrayDeque<>();
    private final Budget budget;

    IsoTreeReader(Medium medium, Limits limits, View view) {
        this.medium = medium;
        this.limits = limits;
        this.view = view;
        this.budget = new Budget(limits);
        this.systemUse = new SystemUseReader(medium, limits);
    }

    /** Whether the root directory announces Rock Ridge. */
    static boolean hasRockRidge(Medium medium, Limits limits, Bytes primary) throws IOException {
        var self = medium.block(primary.both32(158), "The root directory");
        var record = self.slice(0, Math.max(34, self.u8(0)));
        var entries = new SystemUseReader(medium, limits).read(record, true);
        return entries.sharing && (entries.extension || entries.mode >= 0);
    }

    TreeNode read(Bytes descriptor) throws IOException {
        var root = new TreeNode(null, "", IsoEntry.Kind.DIRECTORY);
        place(root, descriptor.both32(158) + descriptor.u8(157), descriptor.both32(166));
        pending.add(root);
        while (!pending.isEmpty()) {
            directory(pending.remove());
        }
        if (view == View.ROCK_RIDGE) {
            hideRelocation(root);
        }
        return root;
    }

    /** The empty remains of a directory that only held relocated ones. */
    private static void hideRelocation(TreeNode root) {
        for (String name : new String[] {"rr_moved", ".rr_moved"}) {
            var moved = root.children.get(name);
            if (moved != null && moved.kind == IsoEntry.Kind.DIRECTORY && moved.children.isEmpty()) {
                root.children.remove(name);
            }
        }
    }

    private void place(TreeNode directory, long block, long length) {
        directory.block = block;
        directory.size = length;
        directory.extents.add(new Extent(block * Medium.BLOCK, length));
    }

    private void directory(TreeNode directory) throws IOException {
        String what = "The directory " + directory.path();
        if (directory.depth > limits.maxDepth()) {
            throw new IsoException(LIMIT, what + " is deeper than " + limits.maxDepth() + " levels.");
        }
        if (directory.size > limits.maxDirectoryBytes()) {
            throw new IsoException(LIMIT, what + " has " + directory.size + " bytes.");
        }
        medium.requireInside(directory.block * Medium.BLOCK, directory.size, what);
        if (!visited.add(directory.block)) {
            throw new IsoException(CORRUPT_IMAGE, what + " is reached twice; the directories form a loop.");
        }
        TreeNode open = null;
        long blocks = (directory.size + Medium.BLOCK - 1) / Medium.BLOCK;
        for (long i = 0; i < blocks; i++) {
            var block = medium.block(directory.block + i, what);
            int at = 0;
            while (at < Medium.BLOCK && block.u8(at) != 0) {
                var record = record(block, at);
                if (i > 0 || at > 0 || view != View.ROCK_RIDGE || directory.parent != null) {
                    open = entry(directory, record, open);
                } else {
                    var own = systemUse.read(record, true);
                    directory.permissions = own.mode < 0 ? -1 : own.mode & 07777;
                    directory.userId = own.userId;
                    directory.groupId = own.groupId;
                    directory.modified = own.modified;
                }
                if (directory.modified == null) {
                    directory.modified = RecordDate.binary(record, 18);
                }
                at += record.length();
            }
        }
        if (open != null) {
            throw new IsoException(CORRUPT_IMAGE, what + " ends inside a file of several sections.");
        }
    }

    private static Bytes record(Bytes block, int at) {
        int length = block.u8(at);
        if (length < 34 || at + length > Medium.BLOCK) {
            throw block.corrupt("a record at " + at + " has " + length + " bytes");
        }
        var record = block.slice(at, length);
        int identifier = record.u8(32);
        if (identifier == 0 || 33 + identifier > length) {
            throw block.corrupt("a record at " + at + " has an identifier of " + identifier + " bytes");
        }
        return record;
    }

    /** Adds the record's entry, or its section to the file that is still open; gives the open file or null. */
    private @Nullable TreeNode entry(TreeNode directory, Bytes record, @Nullable TreeNode open) throws IOException {
        int flags = record.u8(25);
        boolean special = record.u8(32) == 1 && record.u8(33) <= 1 && (flags & DIRECTORY) != 0;
        if (special || (flags & ASSOCIATED) != 0) {
            return open;
        }
        if (record.u8(26) != 0 || record.u8(27) != 0) {
            throw record.corrupt("interleaved files are not supported");
        }
        long block = record.both32(2) + record.u8(1);
        long length = record.both32(10);
        var uses = view == View.ROCK_RIDGE ? systemUse.read(record, false) : null;
        if (uses != null && uses.relocated) {
            return open;
        }
        String name = name(record, uses);
        if (open != null) {
            if (!open.name.equals(name) || (flags & DIRECTORY) != 0) {
                throw record.corrupt("'" + open.name + "' lacks its last section");
            }
            section(open, block, length);
            return (flags & MORE_SECTIONS) != 0 ? open : null;
        }
        var node = node(directory, name, flags, uses);
        if (node.modified == null) {
            node.modified = RecordDate.binary(record, 18);
        }
        if (node.kind == IsoEntry.Kind.DIRECTORY) {
            if (uses != null && uses.childBlock >= 0) {
                relocated(node, uses.childBlock);
            } else {
                place(node, block, length);
            }
            pending.add(node);
            return null;
        }
        section(node, block, length);
        return (flags & MORE_SECTIONS) != 0 ? node : null;
    }

    private TreeNode node(TreeNode directory, String name, int flags, SystemUseReader.@Nullable Entries uses) {
        budget.entry(name.length());
        boolean isDirectory = (flags & DIRECTORY) != 0 || uses != null && uses.childBlock >= 0;
        var node = new TreeNode(directory, name, isDirectory ? IsoEntry.Kind.DIRECTORY : IsoEntry.Kind.FILE);
        if (uses != null && uses.mode >= 0) {
            node.permissions = uses.mode & 07777;
            node.userId = uses.userId;
            node.groupId = uses.groupId;
            node.modified = uses.modified;
            int type = uses.mode & 0170000;
            if (!isDirectory && type == 0120000) {
                node.kind = IsoEntry.Kind.LINK;
                node.linkTarget = uses.target.text();
                budget.spend(node.linkTarget.length());
            } else if (!isDirectory && type != 0100000 && type != 0) {
                node.kind = IsoEntry.Kind.SPECIAL;
            }
        }
        directory.add(node);
        return node;
    }

    private void section(TreeNode file, long block, long length) {
        if (length > 0) {
            medium.requireInside(block * Medium.BLOCK, length, file.path());
            file.extents.add(new Extent(block * Medium.BLOCK, length));
            file.size += length;
            budget.spend(Extent.MEMORY);
        }
    }

    private void relocated(TreeNode node, long block) throws IOException {
        var self = medium.block(block, "The relocated directory " + node.path());
        place(node, block, self.both32(10));
    }

    private String name(Bytes record, SystemUseReader.@Nullable Entries uses) {
        String name = uses == null ? null : uses.nameText();
        if (name == null) {
            name = view == View.JOLIET ? jolietName(record) : plainName(record);
        }
        if (name.isEmpty()
                || name.indexOf('/') >= 0
                || name.indexOf('\0') >= 0
                || name.equals(".")
                || name.equals("..")) {
            throw record.corrupt("the name '" + name + "' cannot be part of a path");
        }
        return name;
    }

    private static String jolietName(Bytes record) {
        int length = record.u8(32);
        if ((length & 1) == 1) {
            throw record.corrupt("a Joliet name has an odd number of bytes");
        }
        return withoutVersion(record.utf16(33, length));
    }

    private static String plainName(Bytes record) {
        String name = withoutVersion(record.ascii(33, record.u8(32)));
        return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static String withoutVersion(String name) {
        int semicolon = name.lastIndexOf(';');
        if (semicolon <= 0 || semicolon + 1 == name.length() || name.length() - semicolon > 6) {
            return name;
        }
        int version = 0;
        for (int i = semicolon + 1; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < '0' || c > '9') {
                return name;
            }
            version = 10 * version + c - '0';
        }
        return version <= NULL_VERSION_LENGTH ? name.substring(0, semicolon) : name;
    }

    /** Where directories lie, for the linter. */
    Set<Long> directoryBlocks() {
        return Objects.requireNonNull(visited);
    }
}
