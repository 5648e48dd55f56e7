package io.slipway.server.text;

import java.util.List;
import java.util.Locale;

/** The languages of the product. */
public final class Languages {
    /** What everything is written in first. */
    public static final Locale ENGLISH = Locale.ENGLISH;

    public static final Locale RUSSIAN = Locale.of("ru");

    /** Not a language: every text longer, accented and in brackets, so that a test sees what is clipped or was never translated. */
    public static final Locale PSEUDO = Locale.of("en", "XA");

    /** What an operator can choose. */
    public static final List<Locale> ALL = List.of(ENGLISH, RUSSIAN);

    private Languages() {}

    /** The one of ours that serves a reader of that language best. */
    public static Locale nearest(Locale wanted) {
        if (wanted.equals(PSEUDO)) {
            return PSEUDO;
        }
        return wanted.getLanguage().equals(RUSSIAN.getLanguage()) ? RUSSIAN : ENGLISH;
    }
}
