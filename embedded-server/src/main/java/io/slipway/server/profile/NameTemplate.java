package io.slipway.server.profile;

import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Name patterns such as {@code W{seq:4}-{mac:4}}: letters, digits, hyphens and tokens. */
public final class NameTemplate {
    private static final Pattern TOKEN =
            Pattern.compile("\\{(vmName|seq:[1-6]|rand:[1-8]|mac:[1-9]|mac:1[0-2]|uuid:[1-9]|uuid:1[0-5])}");
    private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9-]*");

    private NameTemplate() {}

    /** Why the template is not usable; empty when it is. */
    public static Optional<String> problem(String template) {
        if (!LITERAL.matcher(TOKEN.matcher(template).replaceAll("")).matches()) {
            return Optional.of(
                    "may have letters, digits, hyphens and {vmName} {seq:1-6} {rand:1-8} {mac:1-12} {uuid:1-15}");
        }
        return TOKEN.matcher(template).find()
                ? Optional.empty()
                : Optional.of("has no token, so every VM would have the same name");
    }

    /**
     * The template with each token replaced.
     *
     * @param value gives the text for a token's name and its number, 0 for {@code vmName}
     */
    public static String expand(String template, BiFunction<String, Integer, String> value) {
        return TOKEN.matcher(template).replaceAll(match -> {
            var parts = match.group(1).split(":", 2);
            int digits = parts.length == 1 ? 0 : Integer.parseInt(parts[1]);
            return Matcher.quoteReplacement(value.apply(parts[0], digits));
        });
    }
}
