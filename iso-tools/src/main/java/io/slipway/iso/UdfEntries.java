package io.slipway.iso;

import java.io.IOException;

/** Writes UDF file entries and file identifiers (ECMA-167 4/14.4, 14.9). */
final class UdfEntries {
    private static final int IDENTIFIER_HEADER = 38;
    private static final int TYPE_DIRECTORY = 4;
    private static final int TYPE_FILE = 5;
    private static final int IS_DIRECTORY = 2;
    private static final int IS_PARENT = 8;

    private final Dates dates;
    private final UdfBlock block = new UdfBlock();

    UdfEntries(Dates dates) {
        this.dates = dates;
    }

    static int identifierLength(int encodedName) {
        return IDENTIFIER_HEADER + encodedName + 3 & ~3;
    }

    /** The directory's file entry and its identifiers, in whole blocks. */
    void writeDirectory(Node directory, Sink out) throws IOException {
        int links = 1;
        for (var child : directory.children.values()) {
            links += child.isDirectory() ? 1 : 0;
        }
        long data = directory.udfBlock + 1;
        start(directory, TYPE_DIRECTORY, links, directory.udfDirectoryBytes);
        extents(data, directory.udfDirectoryBytes);
        finish(directory, out);
        long at = identifier(out, data, 0, IS_DIRECTORY | IS_PARENT, directory.parentOrSelf(), new byte[0]);
        for (var child : directory.children.values()) {
            int flags = child.isDirectory() ? IS_DIRECTORY : 0;
            at = identifier(out, data, at, flags, child, Udf.encoded(child.udfName));
        }
        out.alignToBlock();
    }

    private long identifier(Sink out, long firstBlock, long at, int flags, Node target, byte[] name)
            throws IOException {
        int length = identifierLength(name.length);
        var fields = block.start(length).putShort((short) 1).put((byte) flags).put((byte) name.length);
        fields.putInt(Sink.BLOCK).putInt((int) target.udfBlock);
        fields.position(IDENTIFIER_HEADER);
        fields.put(name);
        block.seal(257, firstBlock + at / Sink.BLOCK, length);
        out.bytes(block.bytes(), 0, length);
        return at + length;
    }

    void writeFile(Node file, Sink out) throws IOException {
        start(file, TYPE_FILE, 1, file.size());
        extents(file.dataBlock - Udf.PARTITION_BLOCK, file.size());
        finish(file, out);
    }

    private void start(Node node, int type, int links, long size) {
        var fields = block.start(Sink.BLOCK);
        fields.putInt(0).putShort((short) 4).putShort((short) 0).putShort((short) 1);
        fields.put((byte) 0).put((byte) type).position(34);
        fields.putShort((short) 0);
        fields.putInt(node.attributes.userId()).putInt(node.attributes.groupId());
        fields.putInt(permissions(node.attributes.permissions())).putShort((short) links);
        fields.position(56);
        fields.putLong(size).putLong(Layout.blocks(size));
        byte[] time = dates.udf(node.attributes.modified());
        fields.put(time).put(time).put(time).putInt(1);
        block.implementation(128);
        fields.putLong(160, node.udfUniqueId);
    }

    private void extents(long firstBlock, long size) {
        var fields = block.fields();
        fields.position(Udf.ENTRY_HEADER);
        long at = firstBlock;
        for (long left = size; left > 0; left -= Udf.EXTENT) {
            fields.putInt((int) Math.min(left, Udf.EXTENT)).putInt((int) at);
            at += Udf.EXTENT / Sink.BLOCK;
        }
        fields.putInt(172, fields.position() - Udf.ENTRY_HEADER);
    }

    private void finish(Node node, Sink out) throws IOException {
        block.seal(261, node.udfBlock, block.fields().position());
        out.bytes(block.bytes());
    }

    /** POSIX bits spread to five for each class: delete, attributes, read, write, execute (ECMA-167 4/14.9.5). */
    private static int permissions(int mode) {
        return (mode & 7) | (mode >> 3 & 7) << 5 | (mode >> 6 & 7) << 10;
    }
}
