package io.slipway.server.text;

/** Texts that people name things by. */
public final class Line {
    private Line() {}

    /**
     * Whether it is one line that is read as it is written: no control characters, and none of those that turn the direction of
     * writing around (U+202A to U+202E, U+2066 to U+2069), with which one name could look like another.
     */
    public static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(c -> Character.isISOControl(c) || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
    }
}
