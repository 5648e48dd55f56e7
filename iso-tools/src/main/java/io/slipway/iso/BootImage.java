package io.slipway.iso;

/**
 * One entry of the boot catalog (El Torito 1.0, sections 2.2 and 2.4).
 *
 * @param node the boot image
 * @param platform 0 for BIOS, 0xEF for UEFI, others as the catalog they come from
 * @param bootable whether firmware may start it
 * @param mediaType 0 for "no emulation"
 * @param loadSegment where a BIOS loads it; 0 is the usual 7C0
 * @param systemType type of an emulated partition
 * @param sectors 512-byte sectors to load; {@link #WHOLE} for all of it
 * @param bootInfoTable whether isolinux's table is written into the image
 * @param grub2BootInfo whether GRUB's start sector is written into the image
 */
record BootImage(
        Node node,
        int platform,
        boolean bootable,
        int mediaType,
        int loadSegment,
        int systemType,
        int sectors,
        boolean bootInfoTable,
        boolean grub2BootInfo) {
    static final int BIOS = 0;
    static final int UEFI = 0xef;
    static final int WHOLE = -1;

    static BootImage bios(Node node, Bios load) {
        return new BootImage(node, BIOS, true, 0, 0, 0, load.sectors(), load.bootInfoTable(), load.grub2BootInfo());
    }

    static BootImage uefi(Node node) {
        return new BootImage(node, UEFI, true, 0, 0, 0, WHOLE, false, false);
    }

    /** The same entry for the file that holds the bytes. */
    BootImage resolved() {
        return node.twin == null
                ? this
                : new BootImage(
                        node.twin,
                        platform,
                        bootable,
                        mediaType,
                        loadSegment,
                        systemType,
                        sectors,
                        bootInfoTable,
                        grub2BootInfo);
    }

    boolean isPatched() {
        return bootInfoTable || grub2BootInfo;
    }

    /** Firmware takes 0 for "up to the end of the volume", the only way to say more than 32 MiB. */
    int sectorCount() {
        if (sectors != WHOLE) {
            return sectors;
        }
        long count = (node.size() + 511) / 512;
        return count > 65535 ? 0 : (int) count;
    }
}
