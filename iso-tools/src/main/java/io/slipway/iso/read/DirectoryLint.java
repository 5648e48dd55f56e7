package io.slipway.iso.read;

import java.io.IOException;
import java.util.ArrayDeque;

/** Checks the directories of one ECMA-119 view: "." and "..", order, names, dates, zero fill (9.1, 9.3, 6.8). */
final class DirectoryLint {
    private final Lint lint;
    private final Medium medium;
    private final String view;
    private final boolean joliet;

    DirectoryLint(Lint lint, Medium medium, String view, boolean joliet) {
        this.lint = lint;
        this.medium = medium;
        this.view = view;
        this.joliet = joliet;
    }

    void check(TreeNode root) throws IOException {
        var pending = new ArrayDeque<TreeNode>();
        pending.add(root);
        while (!pending.isEmpty()) {
            var directory = pending.remove();
            directory(directory);
            directory.children.values().stream()
                    .filter(child -> child.kind == IsoEntry.Kind.DIRECTORY)
                    .forEach(pending::add);
        }
    }

    private void directory(TreeNode directory) throws IOException {
        lint.require(
                view + ".directory",
                directory.size > 0 && directory.size % Medium.BLOCK == 0,
                directory.path() + " is not whole blocks.");
        String previous = null;
        int number = 0;
        for (long i = 0; i < directory.size / Medium.BLOCK; i++) {
            var block = medium.block(directory.block + i, directory.path());
            int at = 0;
            while (at < Medium.BLOCK && block.u8(at) != 0) {
                var record = block.slice(at, block.u8(at));
                record(directory, record, number++);
                if (number > 2) {
                    String key = sortKey(record);
                    boolean ordered = previous == null || previous.compareTo(key) <= 0;
                    lint.require(view + ".order", ordered, directory.path() + " is out of order.");
                    previous = key;
                }
                at += record.length();
            }
            lint.require(view + ".fill", at > 0, directory.path() + " has an empty block.");
            lint.require(view + ".fill", block.isZero(at, Medium.BLOCK - at), directory.path() + " has stray bytes.");
        }
        lint.require(view + ".dots", number >= 2, directory.path() + " lacks its own or its parent's record.");
    }

    private void record(TreeNode directory, Bytes record, int number) {
        String path = directory.path();
        lint.require(view + ".record", record.length() % 2 == 0, path + " has a record of odd length.");
        lint.require(view + ".record", record.both16(28) == 1, path + " has a record of another volume.");
        lint.require(view + ".record", (record.u8(25) & 0x7c) == 0, path + " has a record with reserved flags.");
        lint.require(view + ".dates", isDate(record), path + " has a record with an impossible date.");
        if (number < 2) {
            var wanted = number == 0 || directory.parent == null ? directory : directory.parent;
            lint.require(
                    view + ".dots",
                    record.u8(32) == 1
                            && record.u8(33) == number
                            && record.both32(2) == wanted.block
                            && record.both32(10) == wanted.size,
                    path + " has a wrong '" + (number == 0 ? "." : "..") + "' record.");
            return;
        }
        if (joliet) {
            jolietName(path, record.utf16(33, record.u8(32)));
        }
    }

    /** What makes Windows' cdfs refuse a whole directory. */
    private void jolietName(String path, String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            lint.require(
                    view + ".names",
                    c >= ' ' && (c == ';' || "*/:?\\".indexOf(c) < 0),
                    path + " has a name that Windows refuses.");
        }
        lint.require(view + ".names", name.length() <= 110, path + " has a name longer than 110 characters.");
    }

    private String sortKey(Bytes record) {
        int length = record.u8(32);
        if (joliet) {
            return record.utf16(33, length);
        }
        String id = record.ascii(33, length);
        int semicolon = id.lastIndexOf(';');
        String name = semicolon > 0 ? id.substring(0, semicolon) : id;
        int dot = name.lastIndexOf('.');
        // Name, then extension, each padded with spaces: a character below every d-character does the same.
        return dot < 0 ? name + " " : name.substring(0, dot) + " " + name.substring(dot + 1);
    }

    private static boolean isDate(Bytes record) {
        if (record.isZero(18, 7)) {
            return true;
        }
        int offset = (byte) record.u8(24);
        return record.u8(19) >= 1
                && record.u8(19) <= 12
                && record.u8(20) >= 1
                && record.u8(20) <= 31
                && record.u8(21) <= 23
                && record.u8(22) <= 59
                && record.u8(23) <= 59
                && offset >= -48
                && offset <= 52;
    }
}
