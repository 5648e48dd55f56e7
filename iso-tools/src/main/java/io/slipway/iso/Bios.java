package io.slipway.iso;

/**
 * How a BIOS loads a boot image (El Torito, "no emulation").
 *
 * @param sectors 512-byte sectors to load, 1 to 65535: 4 for isolinux and GRUB, 8 for Microsoft's {@code etfsboot.com}
 * @param bootInfoTable whether to write isolinux's 56-byte table at offset 8 of the boot image
 * @param grub2BootInfo whether to write GRUB's 64-bit start sector at offset 2548 of the boot image
 */
public record Bios(int sectors, boolean bootInfoTable, boolean grub2BootInfo) {

    /** @throws IsoException {@code INVALID_INPUT} when the sector count is out of range */
    public Bios {
        if (sectors < 1 || sectors > 65535) {
            throw new IsoException(
                    IsoException.Reason.INVALID_INPUT, "A BIOS loads 1 to 65535 sectors, not " + sectors + ".");
        }
    }

    /** Loads that many 512-byte sectors and changes nothing in the boot image. */
    public static Bios noEmulation(int sectors) {
        return new Bios(sectors, false, false);
    }

    /** What isolinux asks for: four sectors and the boot info table. */
    public static Bios isolinux() {
        return new Bios(4, true, false);
    }

    /** What GRUB's {@code i386-pc-eltorito} image asks for: four sectors, both tables. */
    public static Bios grub2() {
        return new Bios(4, true, true);
    }
}
