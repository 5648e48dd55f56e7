package io.slipway.iso;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes the tables that boot loaders expect inside their own image: isolinux's boot info table (bytes 8 to 63) and GRUB's
 * start sector (2548). The place of the image is known only after layout, so the bytes are completed then.
 */
final class BootPatch {
    private static final int LARGEST = 16 << 20;
    private static final int PRIMARY_DESCRIPTOR = 16;

    private BootPatch() {}

    /** A copy in memory that {@link #complete} changes in place. */
    static Source prepare(Source original, Node node, Bios bios) throws IOException {
        int needed = bios.grub2BootInfo() ? 2556 : 64;
        if (original.size() < needed || original.size() > LARGEST) {
            throw new IsoException(
                    IsoException.Reason.INVALID_INPUT,
                    "'" + node.path() + "' has no room for a boot info table, or is larger than 16 MiB.");
        }
        try (var in = original.open()) {
            byte[] bytes = in.readNBytes((int) original.size());
            if (bytes.length != original.size() || in.read() >= 0) {
                throw new IsoException(
                        IsoException.Reason.SOURCE_CHANGED, "'" + node.path() + "' changed while it was read.");
            }
            return Source.of(bytes);
        }
    }

    /** Firmware looks into the image for a FAT file system (UEFI 2.10, 13.3.2.1) and passes over anything else. */
    static void requireFat(Node node) throws IOException {
        byte[] sector;
        try (var in = java.util.Objects.requireNonNull(node.source).open()) {
            sector = in.readNBytes(512);
        }
        boolean fat = sector.length == 512
                && sector[510] == 0x55
                && (sector[511] & 0xff) == 0xaa
                && (isFat(sector, 54) || isFat(sector, 82));
        if (!fat) {
            throw new IsoException(
                    IsoException.Reason.INVALID_INPUT,
                    "'" + node.path() + "' is not a FAT image; UEFI firmware starts nothing else from a disc.");
        }
    }

    private static boolean isFat(byte[] sector, int at) {
        return sector[at] == 'F' && sector[at + 1] == 'A' && sector[at + 2] == 'T';
    }

    static void complete(ElTorito boot) {
        var bios = boot.biosLoad();
        var image = boot.bios();
        if (image == null || !(bios.bootInfoTable() || bios.grub2BootInfo())) {
            return;
        }
        byte[] bytes = ((ByteSource) java.util.Objects.requireNonNull(image.source)).bytes();
        var table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (bios.grub2BootInfo()) {
            table.putLong(2548, 4 * image.dataBlock + 5);
        }
        if (bios.bootInfoTable()) {
            int sum = 0;
            for (int at = 64; at < bytes.length; at += 4) {
                for (int i = 0; i < Math.min(4, bytes.length - at); i++) {
                    sum += (bytes[at + i] & 0xff) << 8 * i;
                }
            }
            table.putInt(8, PRIMARY_DESCRIPTOR)
                    .putInt(12, (int) image.dataBlock)
                    .putInt(16, bytes.length)
                    .putInt(20, sum);
            for (int at = 24; at < 64; at++) {
                bytes[at] = 0;
            }
        }
    }
}
