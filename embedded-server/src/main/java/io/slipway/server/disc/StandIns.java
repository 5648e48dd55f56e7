package io.slipway.server.disc;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Words that stand for secrets while files are made, and what becomes of them in a text for people. Not thread-safe. */
final class StandIns {
    private static final String TOKEN = "eyJ0cmlhbCI6MX0.eyJ0cmlhbCI6MX0.stand-in";
    private static final List<String> SUFFIXES = List.of("Password", "AdministratorPassword");
    /** cloud-init gets passwords as hashes. */
    private static final Pattern HASH = Pattern.compile("\\$6\\$[./A-Za-z0-9$=]{20,}");
    /** An answer file of the operator's own may hold passwords that no field of the profile knows. */
    private static final Pattern XML_PASSWORD = Pattern.compile(
            "(<(\\w*(?:Password|keyMaterial))\\b[^>]*>\\s*(?:<PlainText>[^<]*</PlainText>\\s*)?(?:<Value>)?)([^<\\s][^<]*)",
            Pattern.CASE_INSENSITIVE);

    private final List<String> words = new ArrayList<>();

    /** Another word, such as the rules for passwords accept. */
    String next() {
        var word = String.format(Locale.ROOT, "Slipway-Stand-In-%04d-Qx", words.size() + 1);
        words.add(word);
        return word;
    }

    String token() {
        return TOKEN;
    }

    String hide(String text) {
        var hidden = text.replace(TOKEN, DiscPreview.DOTS);
        for (var word : words) {
            hidden = hidden.replace(word, DiscPreview.DOTS);
            for (var suffix : SUFFIXES) {
                hidden = hidden.replace(obscured(word + suffix), DiscPreview.DOTS);
            }
        }
        hidden = HASH.matcher(hidden).replaceAll(DiscPreview.DOTS);
        return XML_PASSWORD.matcher(hidden).replaceAll("$1" + DiscPreview.DOTS);
    }

    private static String obscured(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_16LE));
    }
}
