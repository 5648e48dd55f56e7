package io.slipway.cli.view;

import java.util.Locale;
import java.util.Map;

/**
 * What the output can show.
 *
 * @param live whether the output is a terminal, so that lines can be drawn over
 * @param colour whether colours are wanted and possible
 * @param unicode whether block characters and ticks are safe
 * @param columns width in characters; {@link #UNLIMITED} when the output is a file or a pipe
 * @param lines height in characters
 */
public record Terminal(boolean live, boolean colour, boolean unicode, int columns, int lines) {
    /** Nothing is cut when a program or a file reads the output. */
    public static final int UNLIMITED = 100_000;

    private static final int USUAL_COLUMNS = 80;
    private static final int USUAL_LINES = 24;

    /** Output to a file or a pipe. */
    public static Terminal plain() {
        return new Terminal(false, false, true, UNLIMITED, USUAL_LINES);
    }

    /**
     * Reads the usual variables: {@code COLUMNS}, {@code LINES}, {@code TERM}, {@code NO_COLOR} (no-color.org: any value but
     * an empty one), {@code LC_ALL}, {@code LC_CTYPE}, {@code LANG}.
     */
    public static Terminal of(boolean live, Map<String, String> environment) {
        if (!live) {
            return plain();
        }
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean colour = !dumb && environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(
                !dumb,
                colour,
                utf8(environment),
                number(environment.get("COLUMNS"), USUAL_COLUMNS),
                number(environment.get("LINES"), USUAL_LINES));
    }

    /** The same without colours. */
    public Terminal withoutColour() {
        return new Terminal(live, false, unicode, columns, lines);
    }

    private static boolean utf8(Map<String, String> environment) {
        for (var name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            var value = environment.getOrDefault(name, "");
            if (!value.isEmpty()) {
                var upper = value.toUpperCase(Locale.ROOT);
                return upper.contains("UTF-8") || upper.contains("UTF8");
            }
        }
        // Windows consoles have no such variables and show UTF-8 since 1903.
        return environment.containsKey("SystemRoot");
    }

    private static int number(@org.jspecify.annotations.Nullable String text, int otherwise) {
        if (text == null || !text.matches("\\d{1,4}")) {
            return otherwise;
        }
        int value = Integer.parseInt(text);
        return value < 20 ? otherwise : value;
    }
}
