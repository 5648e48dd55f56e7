package io.slipway.server.text;

import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * One text of a bundle. Thread-safe.
 *
 * <p>It says what its {@link MessageFormat} says. Most have nothing but places for words and small numbers, and a page has
 * hundreds of them: those are put together here, because a format that is cloned with its number formats for each costs more than
 * the rest of the line.
 */
final class Saying {
    /** Stands for argument 0 in the text that is taken apart; the next ones follow. */
    private static final char FIRST = '\uE000';
    /** Numbers from here on are grouped, differently in each language. */
    private static final int GROUPED = 1000;

    private final MessageFormat format;
    private final boolean plain;
    private final int places;
    private final String marked;

    Saying(String pattern, Locale language) {
        format = new MessageFormat(pattern, language);
        places = format.getFormatsByArgumentIndex().length;
        plain = Arrays.stream(format.getFormats()).allMatch(Objects::isNull);
        var marks = new Object[places];
        Arrays.setAll(marks, place -> String.valueOf((char) (FIRST + place)));
        marked = plain ? format.format(marks) : "";
    }

    String of(Object... arguments) {
        // MessageFormat keeps state while it formats.
        return plain && arguments.length >= places && Arrays.stream(arguments).allMatch(Saying::isPlain)
                ? together(arguments)
                : ((MessageFormat) format.clone()).format(arguments);
    }

    /** What is said alike in every language. */
    private static boolean isPlain(Object argument) {
        return argument instanceof String
                || argument instanceof Integer number && number >= 0 && number < GROUPED
                || argument instanceof Long big && big >= 0 && big < GROUPED;
    }

    private String together(Object[] arguments) {
        var said = new StringBuilder(marked.length() + 16 * places);
        for (int i = 0; i < marked.length(); i++) {
            int place = marked.charAt(i) - FIRST;
            if (place >= 0 && place < places) {
                said.append(arguments[place]);
            } else {
                said.append(marked.charAt(i));
            }
        }
        return said.toString();
    }
}
