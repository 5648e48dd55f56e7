package io.slipway.iso;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which names each view can show exactly. Every method gives the broken rule, or {@code null} for a good name. */
final class NameRules {
    /** Windows' cdfs reports 110; 103 is what mkisofs -joliet-long writes and all readers accept. */
    static final int JOLIET_UNITS = 103;

    /** Linux isofs drops Rock Ridge names longer than 253 bytes. */
    static final int ROCK_BYTES = 253;

    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3])(\\..*)?");

    private NameRules() {}

    /** One bad character makes Windows' cdfs refuse the whole directory, so this is checked in every profile. */
    static @Nullable String joliet(String name, boolean win32) {
        String common = common(name);
        if (common != null) {
            return common;
        }
        if (name.length() > JOLIET_UNITS) {
            return "it has " + name.length() + " UTF-16 units and Joliet names have at most " + JOLIET_UNITS;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ("*/:;?\\".indexOf(c) >= 0 || isControl(c)) {
                return "Windows refuses a directory with the character " + show(c);
            }
        }
        return win32 ? win32(name) : trailing(name);
    }

    /** What Linux shows. */
    static @Nullable String rockRidge(String name, boolean atRoot) {
        String common = common(name);
        if (common != null) {
            return common;
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > ROCK_BYTES) {
            return "it has " + bytes + " bytes and Linux drops Rock Ridge names over " + ROCK_BYTES;
        }
        if (atRoot && (name.equals("rr_moved") || name.equals(".rr_moved"))) {
            return "readers hide the root directory of that name";
        }
        return null;
    }

    /** OSTA CS0: one byte for the compression id and at most 254 for the name. */
    static @Nullable String udf(String name, boolean win32) {
        String common = common(name);
        if (common != null) {
            return common;
        }
        int bytes = Udf.isLatin1(name) ? name.length() : 2 * name.length();
        if (bytes > 253) {
            return "it takes " + bytes + " bytes and UDF names have at most 253";
        }
        if (name.chars().anyMatch(c -> Character.isSurrogate((char) c))) {
            return "UDF 1.02 has 16-bit characters, and readers fail on surrogate pairs";
        }
        return win32 ? win32(name) : null;
    }

    private static @Nullable String common(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == 0 || c == '/') {
                return "no file system has the character " + show(c) + " in names";
            }
            if (Character.isHighSurrogate(c) && i + 1 < name.length() && Character.isLowSurrogate(name.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return "it has half a surrogate pair";
            }
        }
        return null;
    }

    private static @Nullable String win32(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ("<>:\"/\\|?*".indexOf(c) >= 0 || isControl(c)) {
                return "Win32 has no names with the character " + show(c);
            }
        }
        if (name.length() >= 3 && DEVICE.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
            return "Win32 reserves it for a device";
        }
        return trailing(name);
    }

    private static @Nullable String trailing(String name) {
        char last = name.charAt(name.length() - 1);
        return last == '.' || last == ' ' ? "Windows drops a trailing dot or space" : null;
    }

    private static boolean isControl(char c) {
        return c < 0x20 || c >= 0x7f && c <= 0x9f;
    }

    private static String show(char c) {
        return isControl(c) ? String.format(Locale.ROOT, "U+%04X", (int) c) : "'" + c + "'";
    }

    /** Names with the same key are one name for Windows (case) or for libarchive (normalisation). */
    static String foldedKey(String name) {
        boolean plain = true;
        for (int i = 0; i < name.length() && plain; i++) {
            plain = name.charAt(i) < 0x80;
        }
        return (plain ? name : Normalizer.normalize(name, Normalizer.Form.NFC)).toUpperCase(Locale.ROOT);
    }

    /** The nearest name that Joliet, Win32 and UDF can show. */
    static String legalised(String name, View view, boolean win32, boolean atRoot) {
        var text = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            boolean bad = c == 0
                    || c == '/'
                    || c >= 0xd800 && c < 0xe000
                    || view == View.UDF && c > 0xffff
                    || view == View.JOLIET && (c < 0x20 || c >= 0x7f && c <= 0x9f || "*:;?\\".indexOf(c) >= 0)
                    || win32 && (c < 0x20 || c >= 0x7f && c <= 0x9f || "<>:\"\\|?*".indexOf(c) >= 0);
            text.appendCodePoint(bad ? '_' : c);
        });
        int last = text.length() - 1;
        if ((view == View.JOLIET || win32) && (text.charAt(last) == '.' || text.charAt(last) == ' ')) {
            text.setCharAt(last, '_');
        }
        String legal = shortened(text.toString(), "", view);
        boolean device = win32 && DEVICE.matcher(legal.toLowerCase(Locale.ROOT)).matches();
        boolean hidden = view == View.ROCK_RIDGE && rockRidge(legal, atRoot) != null;
        return device || hidden ? shortened("_" + legal, "", view) : legal;
    }

    /** The name with a suffix before its extension, cut to the view's length. */
    static String shortened(String name, String suffix, View view) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
        String base = name.substring(0, name.length() - extension.length());
        while (!fits(base + suffix + extension, view)) {
            base = base.substring(0, base.offsetByCodePoints(base.length(), -1));
        }
        return base + suffix + extension;
    }

    private static boolean fits(String name, View view) {
        return switch (view) {
            case ISO -> name.length() <= 31;
            case JOLIET -> name.length() <= JOLIET_UNITS;
            case ROCK_RIDGE -> name.getBytes(StandardCharsets.UTF_8).length <= ROCK_BYTES;
            case UDF -> (Udf.isLatin1(name) ? name.length() : 2 * name.length()) <= 253;
        };
    }
}
