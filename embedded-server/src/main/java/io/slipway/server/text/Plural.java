package io.slipway.server.text;

import java.util.Locale;

/** Which form of a word goes with a whole number: the cardinal rules of the Unicode CLDR for the languages we have. */
enum Plural {
    ONE,
    FEW,
    MANY,
    OTHER;

    static Plural of(Locale language, long number) {
        long n = Math.abs(number);
        if (!language.getLanguage().equals(Languages.RUSSIAN.getLanguage())) {
            return n == 1 ? ONE : OTHER;
        }
        long unit = n % 10;
        boolean teen = n % 100 >= 11 && n % 100 <= 14;
        if (unit == 1 && !teen) {
            return ONE;
        }
        return unit >= 2 && unit <= 4 && !teen ? FEW : MANY;
    }

    /** What a key ends with. */
    String suffix() {
        return "." + name().toLowerCase(Locale.ROOT);
    }
}
