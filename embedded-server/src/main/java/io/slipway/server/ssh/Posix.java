package io.slipway.server.ssh;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Quoting for a POSIX shell: the only way data gets into a remote command.
 *
 * <p>Everything goes between single quotes, where the shell interprets nothing (POSIX.1-2017, Shell Command Language, 2.2.2);
 * a single quote itself is written {@code '\''}.
 */
public final class Posix {
    private Posix() {}

    /**
     * One word that the shell passes on as it is.
     *
     * @throws IllegalArgumentException when the text has a NUL, which no argument can carry, or half a surrogate pair
     */
    public static String quote(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("a shell word cannot carry NUL");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == word.length()
                        || !Character.isLowSurrogate(word.charAt(i + 1))) {
                    throw new IllegalArgumentException("a shell word cannot carry half a character");
                }
                i++;
            }
        }
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The words as one simple command. */
    public static String command(List<String> words) {
        return words.stream().map(Posix::quote).collect(Collectors.joining(" "));
    }
}
