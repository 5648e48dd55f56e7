package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.INVALID_INPUT;
import static io.slipway.iso.IsoException.Reason.UNSUPPORTED;

import io.slipway.iso.read.BootEntry;
import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a source's boot catalog over. Boot images need not be files (Microsoft's are stored beside the file system): these
 * are found by the catalog, and tied to the file with the same bytes where there is one, so that replacing it takes effect.
 */
final class KeptBoot {
    private static final int HEAD = 4096;
    private static final int SECTOR = 512;

    /** Boot images that are compared with files; larger ones are floppy images of no known kind. */
    private static final long LARGEST_COMPARED = 64L << 20;

    private final IsoReader reader;
    private final SourceTree source;
    private final NodeTree tree;

    KeptBoot(IsoReader reader, SourceTree source, NodeTree tree) {
        this.reader = reader;
        this.source = source;
        this.tree = tree;
    }

    /** The catalog for the new image; {@code null} when the source does not boot. */
    @Nullable
    ElTorito read() throws IOException {
        List<BootImage> images = new ArrayList<>();
        for (var entry : reader.bootEntries()) {
            images.add(image(entry));
        }
        return images.isEmpty() ? null : new ElTorito(images, catalogFile());
    }

    /** The file that shows the catalog; it goes on showing it. */
    @Nullable
    Node catalogFile() {
        for (var file : source.startingAt(reader.bootCatalog().orElse(0) * Sink.BLOCK)) {
            if (tree.holds(file) && !source.isReplaced(file) && file.size() <= Sink.BLOCK) {
                return file;
            }
        }
        return null;
    }

    private BootImage image(BootEntry entry) throws IOException {
        if (entry.selective()) {
            throw new IsoException(
                    UNSUPPORTED, "A boot entry of the source has selection criteria, which are not kept.");
        }
        long position = entry.block() * Sink.BLOCK;
        byte[] head = head(position);
        boolean infoTable = entry.platform() == BootImage.BIOS && BootPatch.hasInfoTable(head, entry.block());
        boolean grub2 = entry.platform() == BootImage.BIOS && BootPatch.hasGrub2(head, entry.block());
        var known = source.startingAt(position);
        var node = known.isEmpty() ? hidden(entry, head, infoTable) : alive(known);
        boolean replaced = source.isReplaced(node);
        if (replaced && entry.platform() == BootImage.UEFI) {
            BootPatch.requireFat(node);
        }
        boolean whole = replaced && entry.platform() == BootImage.UEFI;
        return new BootImage(
                node,
                entry.platform(),
                entry.bootable(),
                entry.mediaType(),
                entry.loadSegment(),
                entry.systemType(),
                whole ? BootImage.WHOLE : entry.sectors(),
                infoTable,
                grub2);
    }

    private byte[] head(long position) throws IOException {
        byte[] head = new byte[Math.clamp(reader.size() - position, 0, HEAD)];
        reader.origin().read(position, head, 0, head.length, "A boot image");
        return head;
    }

    /** Of several names for one boot image the replaced one counts. */
    private Node alive(List<Node> names) {
        Node found = null;
        for (var name : names) {
            if (tree.holds(name) && (found == null || !source.isReplaced(found))) {
                found = name;
            }
        }
        if (found == null || found.size() == 0) {
            throw new IsoException(
                    INVALID_INPUT,
                    "'" + names.getFirst().path()
                            + "' is a boot image of the source and was removed or emptied; replace it, or do not keep"
                            + " the boot catalog.");
        }
        return found;
    }

    private Node hidden(BootEntry entry, byte[] head, boolean infoTable) throws IOException {
        long position = entry.block() * Sink.BLOCK;
        long size = sizeElsewhere(position);
        if (size == 0) {
            size = infoTable ? BootPatch.tableSize(head) : sizeByCatalog(entry, head);
        }
        if (size <= 0 || size > reader.size() - position) {
            throw new IsoException(
                    UNSUPPORTED,
                    "The boot image in block " + entry.block()
                            + " of the source is no file, and how long it is cannot be told.");
        }
        var bytes = new RangeSource(reader.origin(), List.of(new Extent(position, size)), null);
        var twin = sameBytes(bytes);
        if (twin != null) {
            return twin;
        }
        var node = new Node("[boot image " + entry.block() + "]", tree.root(), Node.Kind.FILE, Attributes.FILE);
        node.source = bytes;
        return node;
    }

    /** The size of a file of another view that starts there; 0 without one. */
    private long sizeElsewhere(long position) throws IOException {
        for (var view : reader.views()) {
            for (var entry : reader.entries(view)) {
                if (entry.kind() == IsoEntry.Kind.FILE && SourceTree.position(entry) == position) {
                    return entry.size();
                }
            }
        }
        return 0;
    }

    /** El Torito 1.0, table 3 for emulated floppies; UEFI 2.10, 13.3.2.1 for counts of 0 and 1. */
    private static long sizeByCatalog(BootEntry entry, byte[] head) {
        return switch (entry.mediaType()) {
            case 0 -> {
                long counted = (long) entry.sectors() * SECTOR;
                yield entry.platform() == BootImage.UEFI
                        ? Math.max(entry.sectors() < 2 ? 0 : counted, fatSize(head))
                        : counted;
            }
            case 1 -> 1_200L << 10;
            case 2 -> 1_440L << 10;
            case 3 -> 2_880L << 10;
            default -> 0;
        };
    }

    /** Sectors times their size, as a FAT's first sector tells; 0 when it is none. */
    private static long fatSize(byte[] head) {
        if (head.length < SECTOR || head[510] != 0x55 || (head[511] & 0xff) != 0xaa) {
            return 0;
        }
        int sector = le(head, 11, 2);
        long count = le(head, 19, 2);
        if (count == 0) {
            count = Integer.toUnsignedLong(le(head, 32, 4));
        }
        return sector == 512 || sector == 1024 || sector == 2048 || sector == 4096 ? count * sector : 0;
    }

    private static int le(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at + i] & 0xff) << 8 * i;
        }
        return value;
    }

    /** The file of the source with these bytes, unless it was removed: the boot image never was that file. */
    private @Nullable Node sameBytes(RangeSource bytes) throws IOException {
        List<Node> same = new ArrayList<>();
        for (var candidate : source.originals()) {
            if (candidate.source().size() == bytes.size()
                    && bytes.size() <= LARGEST_COMPARED
                    && tree.holds(candidate.node())) {
                try (var left = candidate.source().open();
                        var right = bytes.open()) {
                    if (Twins.sameBytes(left, right)) {
                        same.add(candidate.node());
                    }
                }
            }
        }
        return same.isEmpty() ? null : alive(same);
    }
}
