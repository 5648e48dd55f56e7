package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import java.io.IOException;
import java.util.List;

/**
 * The UDF 1.02 side of a bridge disc (ECMA-167, OSTA UDF 1.02): plans the partition and writes its structures. Partition
 * blocks count from block 257; it reaches to the last block of file data.
 */
final class Udf {
    /** First block of the volume descriptor sequence. */
    static final int VOLUME_BLOCK = 32;

    static final int PARTITION_BLOCK = 257;

    /** One allocation descriptor holds 30 bits of length; all but the last are whole blocks. */
    static final long EXTENT = 0x3FFF_F800L;

    static final int ENTRY_HEADER = 176;

    /** Allocation descriptors that fit a file entry. */
    private static final long MAX_FILE = (Sink.BLOCK - ENTRY_HEADER) / 8 * EXTENT;

    private final Layout layout;
    private final List<Node> directories;
    private long next = 2;
    private int files;

    Udf(Layout layout, List<Node> directories) {
        this.layout = layout;
        this.directories = directories;
        long uniqueId = 16;
        for (var directory : directories) {
            directory.udfBlock = next;
            directory.udfUniqueId = directory.parent == null ? 0 : uniqueId++;
            directory.udfDirectoryBytes = directoryBytes(directory);
            next += 1 + Layout.blocks(directory.udfDirectoryBytes);
        }
        for (var directory : directories) {
            for (var child : directory.children.values()) {
                if (!child.isDirectory()) {
                    check(child);
                    child.udfBlock = next++;
                    child.udfUniqueId = uniqueId++;
                    files++;
                }
            }
        }
    }

    private static void check(Node file) {
        if (file.size() > MAX_FILE) {
            throw new IsoException(
                    LIMIT, "UDF cannot show '" + file.path() + "': it has more than " + MAX_FILE + " bytes.");
        }
    }

    private static long directoryBytes(Node directory) {
        long bytes = UdfEntries.identifierLength(0);
        for (var child : directory.children.values()) {
            bytes += UdfEntries.identifierLength(encodedLength(child.udfName));
        }
        return bytes;
    }

    /** Blocks from the file set to the last file entry. */
    long partitionStructureBlocks() {
        return next;
    }

    /** The second anchor, in the image's last block. */
    long endBlocks() {
        return 1;
    }

    long partitionBlocks() {
        return layout.totalBlocks() - endBlocks() - PARTITION_BLOCK;
    }

    /** Everything from the volume descriptors to the anchor in front of the partition. */
    void writeVolume(Sink out) throws IOException {
        var volume = new UdfVolume(layout, this);
        volume.writeSequences(out);
        volume.writeAnchor(out, PARTITION_BLOCK - 1);
    }

    /** File set, directories and file entries. */
    void writePartition(Sink out) throws IOException {
        new UdfVolume(layout, this).writeFileSet(out);
        var entries = new UdfEntries(layout.dates());
        for (var directory : directories) {
            entries.writeDirectory(directory, out);
        }
        for (var directory : directories) {
            for (var child : directory.children.values()) {
                if (!child.isDirectory()) {
                    entries.writeFile(child, out);
                }
            }
        }
    }

    void writeEnd(Sink out) throws IOException {
        new UdfVolume(layout, this).writeAnchor(out, layout.totalBlocks() - 1);
    }

    int fileCount() {
        return files;
    }

    int directoryCount() {
        return directories.size();
    }

    /** Larger than every unique id in use. */
    long nextUniqueId() {
        return 16L + files + directories.size();
    }

    static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of a name in OSTA compressed Unicode, the compression id included. */
    static int encodedLength(String name) {
        return 1 + (isLatin1(name) ? name.length() : 2 * name.length());
    }

    /** OSTA compressed Unicode (UDF 2.1.1). */
    static byte[] encoded(String name) {
        byte[] bytes = new byte[encodedLength(name)];
        if (isLatin1(name)) {
            bytes[0] = 8;
            for (int i = 0; i < name.length(); i++) {
                bytes[1 + i] = (byte) name.charAt(i);
            }
            return bytes;
        }
        bytes[0] = 16;
        for (int i = 0; i < name.length(); i++) {
            bytes[1 + 2 * i] = (byte) (name.charAt(i) >> 8);
            bytes[2 + 2 * i] = (byte) name.charAt(i);
        }
        return bytes;
    }
}
