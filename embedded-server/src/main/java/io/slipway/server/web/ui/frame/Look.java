package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.slipway.server.text.Languages;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the operator chose for this browser: language and light or dark. It stands in a cookie of its own, without any secret.
 *
 * @param chosen whether the language was chosen here, and not told by the browser
 */
public record Look(Locale language, boolean chosen, Theme theme) {
    /** Name of the cookie, whose value is such as {@code ru.dark}. */
    static final String COOKIE = "slipway_look";

    private static final int YEAR = 365 * 24 * 3600;

    /** Light or dark. */
    public enum Theme {
        /** As the system has it. */
        AUTO,
        LIGHT,
        DARK;

        /** The text in the cookie and on the page. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** From the cookie, else from what the browser says of its reader. What is not understood is not chosen. */
    public static Look of(Context context) {
        var words = List.of(context.cookieMap().getOrDefault(COOKIE, "").split("\\.", -1));
        var theme = Theme.AUTO;
        for (var one : Theme.values()) {
            if (words.size() == 2 && one.word().equals(words.get(1))) {
                theme = one;
            }
        }
        for (var language : Languages.ALL) {
            if (words.size() == 2 && language.getLanguage().equals(words.getFirst())) {
                return new Look(language, true, theme);
            }
        }
        return new Look(asked(context.header("Accept-Language")), false, theme);
    }

    private static Locale asked(@Nullable String header) {
        if (header == null || header.length() > 200) {
            return Languages.ENGLISH;
        }
        try {
            var best = Locale.lookup(Locale.LanguageRange.parse(header), Languages.ALL);
            return best == null ? Languages.ENGLISH : best;
        } catch (IllegalArgumentException e) {
            // Not a list of languages.
            return Languages.ENGLISH;
        }
    }

    /** Hands the choice to the browser. */
    void give(Context context) {
        var value = (chosen ? language.getLanguage() : "auto") + "." + theme.word();
        context.res()
                .addHeader("Set-Cookie", COOKIE + "=" + value + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + YEAR);
    }
}
