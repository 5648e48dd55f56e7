package io.slipway.server.lab.powershell;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Number texts and sizes (about_Numeric_Literals): int, then long, then double. */
final class Numbers {
    private static final Pattern LITERAL = Pattern.compile(
            "([+-]?)(0x[0-9a-f]{1,15}|[0-9]{0,18}\\.?[0-9]{1,18}(e[+-]?[0-9]{1,3})?|[0-9]{1,18}\\.)(kb|mb|gb|tb)?");

    private Numbers() {}

    /** The number that a text stands for, or null. */
    static @Nullable Number parse(String text) {
        var matcher = LITERAL.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        var digits = matcher.group(2);
        var unit = matcher.group(4);
        long factor = unit == null
                ? 1
                : switch (unit) {
                    case "kb" -> 1L << 10;
                    case "mb" -> 1L << 20;
                    case "gb" -> 1L << 30;
                    default -> 1L << 40;
                };
        boolean negative = matcher.group(1).equals("-");
        if (digits.startsWith("0x")) {
            return narrow((negative ? -1 : 1) * Long.parseLong(digits.substring(2), 16) * factor);
        }
        var value = new BigDecimal(digits).multiply(BigDecimal.valueOf(factor));
        value = negative ? value.negate() : value;
        boolean whole = digits.indexOf('.') < 0 && digits.indexOf('e') < 0;
        return whole && value.abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                ? narrow(value.longValue())
                : (Number) value.doubleValue();
    }

    /** An int if it fits. */
    static Number narrow(long value) {
        return value == (int) value ? (Number) (int) value : (Number) value;
    }
}
