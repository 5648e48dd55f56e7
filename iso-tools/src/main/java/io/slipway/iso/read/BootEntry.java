package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;

import io.slipway.iso.IsoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One entry of an El Torito boot catalog.
 *
 * @param platform 0 for BIOS, 0xEF for UEFI
 * @param bootable whether firmware may start it
 * @param mediaType 0 for "no emulation"
 * @param loadSegment where a BIOS loads it; 0 is the usual 7C0
 * @param systemType partition type for an emulated hard disk
 * @param sectors 512-byte sectors to load; 0 or 1 means to the end of the volume for UEFI
 * @param block first block of the boot image
 * @param selective whether it has criteria that only its vendor's firmware knows
 */
public record BootEntry(
        int platform,
        boolean bootable,
        int mediaType,
        int loadSegment,
        int systemType,
        int sectors,
        long block,
        boolean selective) {
    /** The platform id of UEFI. */
    public static final int UEFI = 0xef;

    private static final int ENTRY = 32;

    /** Reads the catalog in that block, which holds at most 63 entries. */
    static List<BootEntry> read(Medium medium, long block) throws IOException {
        var catalog = medium.block(block, "The boot catalog");
        int sum = 0;
        for (int i = 0; i < ENTRY; i += 2) {
            sum += catalog.le16(i);
        }
        if (catalog.u8(0) != 1 || catalog.u8(30) != 0x55 || catalog.u8(31) != 0xaa || (sum & 0xffff) != 0) {
            throw catalog.corrupt("its validation entry is wrong");
        }
        List<BootEntry> entries = new ArrayList<>();
        entries.add(entry(catalog, ENTRY, catalog.u8(1)));
        int at = 2 * ENTRY;
        while (at < Medium.BLOCK && (catalog.u8(at) == 0x90 || catalog.u8(at) == 0x91)) {
            boolean last = catalog.u8(at) == 0x91;
            int platform = catalog.u8(at + 1);
            int count = catalog.le16(at + 2);
            at += ENTRY;
            for (int i = 0; i < count; i++) {
                if (at >= Medium.BLOCK) {
                    throw catalog.corrupt("a section runs past the block");
                }
                boolean extended = (catalog.u8(at + 1) & 0x20) != 0;
                entries.add(entry(catalog, at, platform));
                at += ENTRY;
                while (extended && at < Medium.BLOCK && catalog.u8(at) == 0x44) {
                    extended = (catalog.u8(at + 1) & 0x20) != 0;
                    at += ENTRY;
                }
            }
            if (last) {
                break;
            }
        }
        entries.forEach(entry -> medium.requireInside(entry.block * Medium.BLOCK, Medium.BLOCK, "A boot image"));
        return List.copyOf(entries);
    }

    private static BootEntry entry(Bytes catalog, int at, int platform) {
        int indicator = catalog.u8(at);
        if (indicator != 0x88 && indicator != 0) {
            throw new IsoException(CORRUPT_IMAGE, "A boot entry has indicator " + indicator + ".");
        }
        return new BootEntry(
                platform,
                indicator == 0x88,
                catalog.u8(at + 1) & 0xf,
                catalog.le16(at + 2),
                catalog.u8(at + 4),
                catalog.le16(at + 6),
                catalog.le32(at + 8),
                at > ENTRY && (catalog.u8(at + 12) != 0 || (catalog.u8(at + 1) & 0x20) != 0));
    }
}
