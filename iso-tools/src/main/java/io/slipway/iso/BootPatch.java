package io.slipway.iso;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Writes the tables that boot loaders expect inside their own image: isolinux's boot info table (bytes 8 to 63) and GRUB's
 * start sector (2548). The place of the image is known only after layout, so the bytes are completed then.
 */
final class BootPatch {
    private static final int LARGEST = 16 << 20;
    private static final int PRIMARY_DESCRIPTOR = 16;
    private static final int GRUB2 = 2548;

    private BootPatch() {}

    /** Gives each image that gets a table a copy in memory that {@link #complete} changes in place. */
    static void prepare(ElTorito boot) throws IOException {
        for (var image : boot.entries()) {
            var node = image.node();
            if (image.isPatched() && !node.patched) {
                node.source = copied(Objects.requireNonNull(node.source), node, image.grub2BootInfo());
                node.patched = true;
            }
        }
    }

    private static Source copied(Source original, Node node, boolean grub2) throws IOException {
        int needed = grub2 ? 2556 : 64;
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
        try (var in = Objects.requireNonNull(node.source).open()) {
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

    /** Writes the tables, now that the images have their places. */
    static void complete(ElTorito boot) {
        for (var image : boot.entries()) {
            if (image.isPatched()) {
                write(image);
            }
        }
    }

    private static void write(BootImage image) {
        byte[] bytes = ((ByteSource) Objects.requireNonNull(image.node().source)).bytes();
        long block = image.node().dataBlock;
        var table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        if (image.grub2BootInfo()) {
            table.putLong(GRUB2, 4 * block + 5);
        }
        if (image.bootInfoTable()) {
            int sum = 0;
            for (int at = 64; at < bytes.length; at += 4) {
                for (int i = 0; i < Math.min(4, bytes.length - at); i++) {
                    sum += (bytes[at + i] & 0xff) << 8 * i;
                }
            }
            table.putInt(8, PRIMARY_DESCRIPTOR)
                    .putInt(12, (int) block)
                    .putInt(16, bytes.length)
                    .putInt(20, sum);
            for (int at = 24; at < 64; at++) {
                bytes[at] = 0;
            }
        }
    }

    /** Whether the head of a boot image has isolinux's table, filled in for that block. */
    static boolean hasInfoTable(byte[] head, long block) {
        var table = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        return head.length >= 64
                && table.getInt(8) == PRIMARY_DESCRIPTOR
                && Integer.toUnsignedLong(table.getInt(12)) == block;
    }

    /** The size of the boot image that its table tells. */
    static long tableSize(byte[] head) {
        return Integer.toUnsignedLong(
                ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getInt(16));
    }

    /** Whether the head of a boot image has GRUB's start sector, filled in for that block. */
    static boolean hasGrub2(byte[] head, long block) {
        return head.length >= GRUB2 + 8
                && ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong(GRUB2) == 4 * block + 5;
    }
}
