package io.slipway.server.backup;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One column of a row in a backup, and what may stand in it.
 *
 * @param name of the column
 * @param form of a text; null for a whole number
 * @param least smallest number, or shortest text
 * @param most largest number, or longest text in characters
 * @param optional whether it may be null
 */
record Field(String name, @Nullable Pattern form, long least, long most, boolean optional) {
    private static final Pattern ANY = Pattern.compile("(?s).*");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** One line of printable text. */
    private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}]+");

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{16}");
    private static final long LATEST = 253_402_300_799_999L;

    static Field id(String name) {
        return of(name, ID);
    }

    static Field of(String name, Pattern form) {
        return new Field(name, form, 1, 1024, false);
    }

    static Field line(String name, int longest) {
        return new Field(name, LINE, 1, longest, false);
    }

    static Field text(String name, int longest) {
        return new Field(name, ANY, 0, longest, false);
    }

    static Field base64(String name, int longest) {
        return new Field(name, BASE64, 1, longest, false);
    }

    static Field keyId() {
        return of("key_id", KEY_ID);
    }

    static Field number(String name, long least, long most) {
        return new Field(name, null, least, most, false);
    }

    /** Epoch milliseconds. */
    static Field time(String name) {
        return number(name, 0, LATEST);
    }

    Field orNull() {
        return new Field(name, form, least, most, true);
    }

    boolean isText() {
        return form != null;
    }

    boolean fits(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return value != null && optional;
        }
        if (form == null) {
            return value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.longValue() >= least
                    && value.longValue() <= most;
        }
        return value.isString()
                && value.stringValue().length() >= least
                && value.stringValue().length() <= most
                && form.matcher(value.stringValue()).matches();
    }
}
