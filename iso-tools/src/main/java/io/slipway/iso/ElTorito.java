package io.slipway.iso;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The boot catalog (El Torito 1.0, section 2): one default entry and, when there are both, a section for UEFI.
 *
 * @param bios the BIOS image
 * @param biosLoad how the BIOS loads it
 * @param uefi the UEFI image, a FAT file system
 */
record ElTorito(
        @Nullable Node bios, Bios biosLoad, @Nullable Node uefi) {
    private static final int PLATFORM_UEFI = 0xef;

    List<Node> images() {
        List<Node> images = new ArrayList<>();
        if (bios != null) {
            images.add(bios);
        }
        if (uefi != null && !uefi.equals(bios)) {
            images.add(uefi);
        }
        return images;
    }

    void writeCatalog(Sink out, Layout layout) throws IOException {
        int platform = bios == null ? PLATFORM_UEFI : 0;
        out.u8(1);
        out.u8(platform);
        out.zeros(26);
        // The sixteen words of the entry add up to zero.
        out.le16(-(1 + (platform << 8) + 0xaa55) & 0xffff);
        out.u8(0x55);
        out.u8(0xaa);
        if (bios != null) {
            entry(out, bios, biosLoad.sectors());
            if (uefi != null) {
                out.u8(0x91);
                out.u8(PLATFORM_UEFI);
                out.le16(1);
                out.zeros(28);
            }
        }
        if (uefi != null) {
            entry(out, uefi, uefiSectors(uefi));
        }
        out.alignToBlock();
    }

    /** Firmware takes 0 for "up to the end of the volume", the only way to say more than 32 MiB. */
    private static int uefiSectors(Node image) {
        long sectors = (image.size() + 511) / 512;
        return sectors > 65535 ? 0 : (int) sectors;
    }

    private static void entry(Sink out, Node image, int sectors) throws IOException {
        out.u8(0x88);
        out.u8(0);
        out.le16(0);
        out.u8(0);
        out.u8(0);
        out.le16(sectors);
        out.le32(image.dataBlock);
        out.zeros(20);
    }
}
