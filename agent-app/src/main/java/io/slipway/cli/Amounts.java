package io.slipway.cli;

import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Amounts as they are typed: {@code 8GiB}, {@code 8G}, {@code 8192MiB}; a bare number is in the option's own unit. */
final class Amounts {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})\\s*(M|MIB|MB|G|GIB|GB|T|TIB|TB)?");

    private Amounts() {}

    private static long mebibytes(String text, String bareUnit) {
        var match = AMOUNT.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!match.matches()) {
            throw new TypeConversionException("'" + text + "' is no amount such as 8GiB or 8192MiB");
        }
        long number = Long.parseLong(match.group(1));
        var unit = match.group(2) == null ? bareUnit : match.group(2);
        return switch (unit.charAt(0)) {
            case 'M' -> number;
            case 'G' -> number << 10;
            default -> number << 20;
        };
    }

    /** In MiB; a bare number means MiB. */
    static final class Memory implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return fit(mebibytes(text, "M"), text);
        }
    }

    /** In GiB; a bare number means GiB. */
    static final class Disk implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            long mebibytes = mebibytes(text, "G");
            if (mebibytes % 1024 != 0) {
                throw new TypeConversionException("'" + text + "' is not a whole number of GiB");
            }
            return fit(mebibytes >> 10, text);
        }
    }

    private static int fit(long value, String text) {
        if (value > Integer.MAX_VALUE) {
            throw new TypeConversionException("'" + text + "' is too much");
        }
        return (int) value;
    }
}
