package io.slipway.cli.view;

import java.util.Locale;

/** Text from elsewhere, made safe for a terminal and measured as one shows it. */
public final class Text {
    private Text() {}

    /** The text with control and formatting characters shown as escapes, so that no host or guest steers the terminal. */
    public static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (c == '\n' || c == '\t') {
                safe.append(' ');
            } else if (Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Columns the text takes: none for combining marks, two for East Asian wide characters. */
    public static int width(String text) {
        return text.codePoints().map(Text::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0x1f300 && c <= 0x1faff)
                        || (c >= 0x20000 && c <= 0x3fffd));
        return wide ? 2 : 1;
    }

    /** The text in exactly that many columns at most; a cut is marked by its last character. */
    public static String cut(String text, int columns, boolean unicode) {
        if (width(text) <= columns) {
            return text;
        }
        var mark = unicode ? "…" : "~";
        var kept = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            int more = width(c);
            if (used + more > columns - 1) {
                break;
            }
            kept.appendCodePoint(c);
            used += more;
        }
        return columns < 1 ? "" : kept + mark;
    }

    /** The text with spaces behind it. */
    public static String left(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    /** The text with spaces before it. */
    public static String right(String text, int columns) {
        return " ".repeat(Math.max(0, columns - width(text))) + text;
    }
}
