package io.slipway.iso.read;

/** Checks one volume descriptor's fields (ECMA-119 8.4, 8.5). */
final class DescriptorLint {
    private final Lint lint;
    private final long imageSize;

    DescriptorLint(Lint lint, long imageSize) {
        this.lint = lint;
        this.imageSize = imageSize;
    }

    void check(String view, Bytes descriptor, boolean joliet) {
        String rule = view + ".descriptor";
        long blocks = descriptor.both32(80);
        lint.require(rule, blocks * Medium.BLOCK <= imageSize, "The volume is larger than the image.");
        lint.require(rule, descriptor.both16(120) == 1 && descriptor.both16(124) == 1, "It is not volume 1 of 1.");
        lint.require(rule, descriptor.u8(6) == 1 && descriptor.u8(881) == 1, "Its version is not 1.");
        lint.require(rule, descriptor.isZero(72, 8) && descriptor.u8(882) == 0, "Reserved bytes are not zero.");
        lint.require(rule, joliet || descriptor.isZero(88, 32), "Reserved bytes are not zero.");
        lint.require(rule, descriptor.isZero(1395, 653), "Reserved bytes at the end are not zero.");
        root(rule, descriptor);
        int[][] texts = {
            {8, 32}, {40, 32}, {190, 128}, {318, 128}, {446, 128}, {574, 128}, {702, 37}, {739, 37}, {776, 37}
        };
        for (int[] text : texts) {
            padding(rule, descriptor, text[0], text[1], joliet);
        }
        for (int at = 813; at <= 864; at += 17) {
            date(rule, descriptor, at);
        }
    }

    private void root(String rule, Bytes descriptor) {
        lint.require(
                rule,
                descriptor.u8(156) == 34
                        && descriptor.u8(181) == 2
                        && descriptor.u8(188) == 1
                        && descriptor.u8(189) == 0,
                "The root record is malformed.");
        lint.require(rule, descriptor.both32(166) % Medium.BLOCK == 0, "The root is not whole blocks.");
    }

    private void padding(String rule, Bytes descriptor, int at, int field, boolean joliet) {
        String text = joliet ? descriptor.utf16(at, field) : descriptor.ascii(at, field);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                lint.require(rule, false, "The text at byte " + at + " has control characters.");
                return;
            }
        }
    }

    private void date(String rule, Bytes descriptor, int at) {
        String digits = descriptor.ascii(at, 16);
        int offset = (byte) descriptor.u8(at + 16);
        boolean valid = offset >= -48 && offset <= 52;
        for (int i = 0; i < 16; i++) {
            valid &= Character.isDigit(digits.charAt(i));
        }
        boolean unset = digits.equals("0000000000000000") && offset == 0;
        if (valid && !unset) {
            int month = Integer.parseInt(digits.substring(4, 6));
            int day = Integer.parseInt(digits.substring(6, 8));
            valid = month >= 1 && month <= 12 && day >= 1 && day <= 31 && digits.compareTo("0001") >= 0;
        }
        lint.require(rule, valid, "The date at byte " + at + " is not one.");
    }
}
