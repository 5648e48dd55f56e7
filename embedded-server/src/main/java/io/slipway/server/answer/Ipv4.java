package io.slipway.server.answer;

import java.util.Optional;
import java.util.regex.Pattern;

/** IPv4 addresses as 32-bit numbers, highest octet first. */
final class Ipv4 {
    private static final Pattern QUAD = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    private Ipv4() {}

    /** Decimal octets without leading zeros: tools disagree whether 010 is eight or ten. */
    static Optional<Integer> parse(String text) {
        var matcher = QUAD.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int bits = 0;
        for (int i = 1; i <= 4; i++) {
            var octet = matcher.group(i);
            int value = Integer.parseInt(octet);
            if (value > 255 || (octet.length() > 1 && octet.charAt(0) == '0')) {
                return Optional.empty();
            }
            bits = bits << 8 | value;
        }
        return Optional.of(bits);
    }

    static String text(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }

    /** The mask of 1 to 32 leading ones. */
    static int mask(int prefixLength) {
        return -1 << (32 - prefixLength);
    }

    /** Not 0/8, loopback, link-local, multicast or reserved. */
    static boolean unicast(int bits) {
        int first = bits >>> 24;
        return first != 0 && first != 127 && first < 224 && bits >>> 16 != 0xA9FE;
    }
}
