package io.slipway.server.base;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The forms in which a secret may turn up in a text: as it is, and as the formats we write or read would spell it.
 *
 * <p>A program that escapes in a way of its own is not foreseen; what is here are JSON, XML, URLs, the shells of hosts and
 * guests, base64 (also inside a longer text, as in {@code Basic} headers and answer files) and hexadecimal.
 */
final class Spellings {
    /** Shorter fragments of base64 would hit ordinary words. */
    private static final int SHORTEST_FRAGMENT = 8;

    /** Lines of a key shorter than this are not looked for alone. */
    private static final int SHORTEST_LINE = 16;

    private final Set<String> all = new LinkedHashSet<>();
    private final String value;

    private Spellings(String value) {
        this.value = value;
    }

    static Set<String> of(String value) {
        var spellings = new Spellings(value);
        spellings.all.add(value);
        spellings.documents();
        spellings.urls();
        spellings.shells();
        spellings.base64(value.getBytes(StandardCharsets.UTF_8));
        spellings.base64(value.getBytes(StandardCharsets.UTF_16LE));
        spellings.answerFiles();
        spellings.hexadecimal();
        spellings.lines();
        return spellings.all;
    }

    private void each(IntFunction<String> spell) {
        var text = new StringBuilder(value.length() + 16);
        value.chars().forEach(c -> text.append(spell.apply(c)));
        all.add(text.toString());
    }

    private static String same(int c) {
        return String.valueOf((char) c);
    }

    private void documents() {
        each(c -> json(c, false, false));
        each(c -> json(c, true, false));
        each(c -> json(c, true, true));
        each(c -> c == '/' ? "\\/" : json(c, false, false));
        for (var escaped : new String[] {"&<", "&<>", "&<>\"", "&<>\"'"}) {
            each(c -> escaped.indexOf(c) < 0 ? same(c) : xmlName(c));
            each(c -> escaped.indexOf(c) < 0 ? same(c) : "&#" + c + ";");
            each(c -> escaped.indexOf(c) < 0 ? same(c) : "\"'".indexOf(c) < 0 ? xmlName(c) : "&#" + c + ";");
        }
    }

    private static String json(int c, boolean ascii, boolean upper) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            default ->
                c < 32 || ascii && c > 126 ? String.format(Locale.ROOT, upper ? "\\u%04X" : "\\u%04x", c) : same(c);
        };
    }

    private static String xmlName(int c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            default -> "&apos;";
        };
    }

    private void urls() {
        var form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        var path = form.replace("+", "%20");
        var strict = path.replace("*", "%2A").replace("%7E", "~");
        for (var text : new String[] {form, path, strict, path.replace("%7E", "~"), percent("")}) {
            all.add(text);
            all.add(lowerHex(text));
        }
        // What browsers leave alone in a path or a query.
        all.add(percent("!$&'()*+,;=:@-._~/?"));
        all.add(percent("!'()*-._~"));
    }

    /** Percent-encodes what is neither a letter, a digit, one of the given characters, nor {@code -._~}. */
    private String percent(String kept) {
        var text = new StringBuilder(value.length() + 16);
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 255);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0 || kept.indexOf(c) >= 0);
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    private static String lowerHex(String text) {
        var lower = new StringBuilder(text);
        for (int i = 0; i + 2 < lower.length(); i++) {
            if (lower.charAt(i) == '%') {
                lower.setCharAt(i + 1, Character.toLowerCase(lower.charAt(i + 1)));
                lower.setCharAt(i + 2, Character.toLowerCase(lower.charAt(i + 2)));
            }
        }
        return lower.toString();
    }

    private void shells() {
        all.add(value.replace("'", "'\\''"));
        all.add(value.replace("'", "'\"'\"'"));
        all.add(value.replace("'", "''"));
        each(c -> "\\\"$`".indexOf(c) < 0 ? same(c) : "\\" + (char) c);
        each(c -> c < 128 && !Character.isLetterOrDigit(c) && "-._/:=@%+,".indexOf(c) < 0 ? "\\" + (char) c : same(c));
        each(c -> "`\"$".indexOf(c) < 0 ? same(c) : "`" + (char) c);
        each(c -> "^&|<>()".indexOf(c) < 0 ? same(c) : "^" + (char) c);
    }

    /**
     * Base64 of the bytes alone and inside a longer text: six bits are one character, so a text at any of three positions has
     * an inner part that only the secret decides.
     */
    private void base64(byte[] bytes) {
        for (var encoder : new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder()}) {
            all.add(encoder.encodeToString(bytes));
            all.add(encoder.withoutPadding().encodeToString(bytes));
            for (int before = 0; before < 3; before++) {
                var shifted = new byte[before + bytes.length];
                System.arraycopy(bytes, 0, shifted, before, bytes.length);
                var text = encoder.withoutPadding().encodeToString(shifted);
                int from = (before * 8 + 5) / 6;
                int to = shifted.length * 8 / 6;
                if (to - from >= SHORTEST_FRAGMENT) {
                    all.add(text.substring(from, to));
                }
            }
        }
    }

    /** Windows Setup keeps passwords as base64 of the UTF-16 text with the element's name behind it. */
    private void answerFiles() {
        for (var suffix : new String[] {"Password", "AdministratorPassword"}) {
            all.add(Base64.getEncoder().encodeToString((value + suffix).getBytes(StandardCharsets.UTF_16LE)));
        }
    }

    private void hexadecimal() {
        var hex = HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
        all.add(hex);
        all.add(hex.toUpperCase(Locale.ROOT));
    }

    /** A key of many lines is printed line by line. */
    private void lines() {
        if (value.indexOf('\n') >= 0) {
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                    .forEach(all::add);
        }
    }
}
