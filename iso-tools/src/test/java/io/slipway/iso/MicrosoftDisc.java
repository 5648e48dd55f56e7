package io.slipway.iso;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A disc laid out as Microsoft's installers are: UDF only, an ISO tree with nothing but README.TXT, no Joliet, and boot
 * images that are no files although files with the same bytes exist. Made of a bridge whose structures are rewritten here.
 */
final class MicrosoftDisc {
    static final byte[] ETFSBOOT = TestImages.noise(4096, 41);
    static final byte[] EFISYS = withNoise(TestImages.fat(1_474_560), 42);
    static final byte[] NOPROMPT = withNoise(TestImages.fat(1_474_560), 43);
    static final byte[] WIM = TestImages.noise(300_000, 44);

    private static final int BLOCK = 2048;
    private static final int PARTITION = 257;

    private MicrosoftDisc() {}

    private static byte[] withNoise(byte[] fat, int seed) {
        System.arraycopy(TestImages.noise(4_000, seed), 0, fat, 1024, 4_000);
        return fat;
    }

    static byte[] image() throws IOException {
        var builder = IsoImage.builder()
                .volumeId("CCCOMA_X64FRE_EN-US_DV9")
                .profile(Profile.custom("MS", java.util.Set.of(View.ISO, View.UDF)))
                .names(NamePolicy.MANGLE)
                .timestamp(TestImages.TIME)
                .file("README.TXT", TestImages.text("This disc contains a \"UDF\" file system.\r\n"))
                .file("AABIOS.BIN", ETFSBOOT)
                .file("AAUEFI.BIN", EFISYS)
                .file("boot/etfsboot.com", ETFSBOOT)
                .file("efi/microsoft/boot/efisys.bin", EFISYS)
                .file("efi/microsoft/boot/efisys_noprompt.bin", NOPROMPT)
                .file("setup.exe", TestImages.noise(5_000, 45))
                .file("sources/boot.wim", WIM)
                .file("sources/install.wim", TestImages.noise(400_000, 46))
                .file("sources/lang.ini", new byte[0])
                .bootBios("AABIOS.BIN", Bios.noEmulation(8))
                .bootUefi("AAUEFI.BIN");
        byte[] image = TestImages.bytes(builder.plan());
        stub(image);
        for (String hidden : new String[] {"README.TXT", "AABIOS.BIN", "AAUEFI.BIN"}) {
            hide(image, hidden);
        }
        // Microsoft's catalogs say 1 for UEFI: to the end of the volume.
        int catalog = le32(image, 17 * BLOCK + 71);
        image[catalog * BLOCK + 3 * 32 + 6] = 1;
        image[catalog * BLOCK + 3 * 32 + 7] = 0;
        return image;
    }

    /** Leaves one file in the ISO root, and one row in the path tables. */
    private static void stub(byte[] image) {
        int root = le32(image, 16 * BLOCK + 158) * BLOCK;
        int end = root;
        byte[] kept = new byte[BLOCK];
        int at = 0;
        while (image[end] != 0) {
            int length = image[end] & 0xff;
            String name = new String(image, end + 33, image[end + 32] & 0xff, ISO_8859_1);
            if (name.length() == 1 || name.startsWith("README")) {
                System.arraycopy(image, end, kept, at, length);
                at += length;
            }
            end += length;
        }
        System.arraycopy(kept, 0, image, root, BLOCK);
        var descriptor = ByteBuffer.wrap(image, 16 * BLOCK, BLOCK).slice();
        descriptor.order(ByteOrder.LITTLE_ENDIAN).putInt(132, 10);
        descriptor.order(ByteOrder.BIG_ENDIAN).putInt(136, 10);
        for (int table : new int[] {le32(image, 16 * BLOCK + 140), be32(image, 16 * BLOCK + 148)}) {
            Arrays.fill(image, table * BLOCK + 10, (table + 1) * BLOCK, (byte) 0);
        }
    }

    /** Marks an entry of the UDF root as deleted. */
    private static void hide(byte[] image, String name) {
        int root = le32(image, PARTITION * BLOCK + 404);
        int at = (PARTITION + root + 1) * BLOCK;
        while (le16(image, at) == 257) {
            int id = image[at + 19] & 0xff;
            int length = 38 + id + 3 & ~3;
            if (id > 1 && new String(image, at + 39, id - 1, ISO_8859_1).equals(name)) {
                image[at + 18] |= 4;
                seal(image, at, length);
                return;
            }
            at += length;
        }
        throw new AssertionError("no " + name);
    }

    /** Makes a descriptor's CRC and checksum right again. */
    static void seal(byte[] image, int at, int length) {
        int crc = 0;
        for (int i = at + 16; i < at + length; i++) {
            crc ^= (image[i] & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) != 0 ? crc << 1 ^ 0x1021 : crc << 1;
            }
        }
        image[at + 8] = (byte) crc;
        image[at + 9] = (byte) (crc >> 8);
        image[at + 10] = (byte) (length - 16);
        image[at + 11] = (byte) (length - 16 >> 8);
        int sum = 0;
        for (int i = 0; i < 16; i++) {
            sum += i == 4 ? 0 : image[at + i];
        }
        image[at + 4] = (byte) sum;
    }

    private static int le16(byte[] image, int at) {
        return image[at] & 0xff | (image[at + 1] & 0xff) << 8;
    }

    private static int le32(byte[] image, int at) {
        return le16(image, at) | le16(image, at + 2) << 16;
    }

    private static int be32(byte[] image, int at) {
        return ByteBuffer.wrap(image).getInt(at);
    }
}
