package io.slipway.iso.read;

import static io.slipway.iso.IsoException.Reason.CORRUPT_IMAGE;

import io.slipway.iso.IsoException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors from block 16 on.
 *
 * @param primary the primary volume descriptor's block
 * @param joliet the first supplementary descriptor with a Joliet escape sequence
 * @param bootCatalog block of the El Torito catalog; -1 without one
 * @param hasUdf whether an NSR descriptor follows
 * @param count descriptors up to and with the terminator
 */
record Descriptors(
        @Nullable Bytes primary, @Nullable Bytes joliet, long bootCatalog, boolean hasUdf, List<Integer> types) {
    static final int FIRST = 16;

    /** Real discs have four to seven. */
    private static final int MOST = 64;

    static Descriptors read(Medium medium) throws IOException {
        Bytes primary = null;
        Bytes joliet = null;
        long catalog = -1;
        List<Integer> types = new ArrayList<>();
        int at = FIRST;
        for (; ; at++) {
            var block = medium.block(at, "The descriptor in block " + at);
            if (!block.ascii(1, 5).equals("CD001")) {
                if (types.isEmpty()) {
                    break;
                }
                throw block.corrupt("the descriptors have no terminator");
            }
            if (types.size() == MOST) {
                throw block.corrupt("more than " + MOST + " descriptors");
            }
            int type = block.u8(0);
            types.add(type);
            if (type == 255) {
                at++;
                break;
            }
            if (type == 0 && catalog < 0 && block.ascii(7, 23).equals("EL TORITO SPECIFICATION")) {
                catalog = block.le32(71);
            } else if (type == 1 && primary == null) {
                primary = checked(block);
            } else if (type == 2 && joliet == null && isJoliet(block)) {
                joliet = checked(block);
            }
        }
        boolean udf = hasUdf(medium, at);
        if (primary == null && !udf) {
            throw new IsoException(CORRUPT_IMAGE, "This is not an ISO image: block 16 has no volume descriptor.");
        }
        return new Descriptors(primary, joliet, catalog, udf, types);
    }

    private static boolean isJoliet(Bytes block) {
        String escape = block.ascii(88, 3);
        return block.u8(6) == 1 && (escape.equals("%/@") || escape.equals("%/C") || escape.equals("%/E"));
    }

    private static Bytes checked(Bytes block) {
        if (block.both16(128) != Medium.BLOCK) {
            throw block.corrupt("the block size is " + block.both16(128) + ", not 2048");
        }
        return block;
    }

    private static boolean hasUdf(Medium medium, int from) throws IOException {
        boolean nsr = false;
        for (int at = from; at < from + 16 && (at + 1L) * Medium.BLOCK <= medium.size(); at++) {
            String id = medium.block(at, "Block " + at).ascii(1, 5);
            nsr |= id.equals("NSR02") || id.equals("NSR03");
            if (!id.equals("BEA01") && !id.equals("TEA01") && !id.startsWith("NSR")) {
                break;
            }
        }
        return nsr;
    }

    /** The label of a descriptor, without padding. */
    static String label(Bytes descriptor, boolean joliet) {
        String raw = joliet ? descriptor.utf16(40, 32) : descriptor.ascii(40, 32);
        int end = raw.length();
        while (end > 0 && (raw.charAt(end - 1) == ' ' || raw.charAt(end - 1) == 0)) {
            end--;
        }
        return raw.substring(0, end);
    }
}
