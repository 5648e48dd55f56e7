package io.slipway.iso;

import static io.slipway.iso.IsoException.Reason.LIMIT;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The boot catalog (El Torito 1.0, section 2): a default entry, then a section for each run of entries of one platform.
 *
 * @param entries at least one
 * @param catalog the file that shows the catalog, where the image has one
 */
record ElTorito(List<BootImage> entries, @Nullable Node catalog) {
    private static final int ENTRY = 32;

    ElTorito {
        entries = List.copyOf(entries);
        // EDK2 looks at the first block of the catalog only.
        if (2 * entries.size() * ENTRY > Sink.BLOCK) {
            throw new IsoException(
                    LIMIT, "A boot catalog of one block has no room for " + entries.size() + " entries.");
        }
    }

    /** The boot images, each once. */
    List<Node> images() {
        List<Node> images = new ArrayList<>();
        for (var entry : entries) {
            if (!images.contains(entry.node())) {
                images.add(entry.node());
            }
        }
        return images;
    }

    void writeCatalog(Sink out) throws IOException {
        int platform = entries.getFirst().platform();
        out.u8(1);
        out.u8(platform);
        out.zeros(26);
        // The sixteen words of the entry add up to zero.
        out.le16(-(1 + (platform << 8) + 0xaa55) & 0xffff);
        out.u8(0x55);
        out.u8(0xaa);
        entry(out, entries.getFirst());
        for (int from = 1; from < entries.size(); ) {
            int section = entries.get(from).platform();
            int to = from;
            while (to < entries.size() && entries.get(to).platform() == section) {
                to++;
            }
            out.u8(to == entries.size() ? 0x91 : 0x90);
            out.u8(section);
            out.le16(to - from);
            out.zeros(28);
            for (; from < to; from++) {
                entry(out, entries.get(from));
            }
        }
        out.alignToBlock();
    }

    private static void entry(Sink out, BootImage image) throws IOException {
        out.u8(image.bootable() ? 0x88 : 0);
        out.u8(image.mediaType());
        out.le16(image.loadSegment());
        out.u8(image.systemType());
        out.u8(0);
        out.le16(image.sectorCount());
        out.le32(image.node().dataBlock);
        out.zeros(20);
    }
}
