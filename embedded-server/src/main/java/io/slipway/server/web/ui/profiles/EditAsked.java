package io.slipway.server.web.ui.profiles;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Objects;

/**
 * Which part of the editor is wanted; it stands in the page's address.
 *
 * @param section id; one that the form does not have means the first
 * @param expert whether all settings are shown
 * @param words that settings are searched by; empty shows the section
 * @param at the place that gets the cursor
 */
record EditAsked(String section, boolean expert, String words, String at) {
    /** The query parameters. */
    static final String[] PARAMETERS = {"section", "view", "q", "at"};

    private static final int LONGEST_WORDS = 100;
    private static final int LONGEST_PLACE = 500;

    static EditAsked of(Context context) {
        var words = text(context, "q").strip();
        if (words.length() > LONGEST_WORDS) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "At most " + LONGEST_WORDS + " characters are searched.")
                    .exception();
        }
        var view = text(context, "view");
        var at = text(context, "at");
        if (!view.isEmpty() && !view.equals("expert") || at.length() > LONGEST_PLACE) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such view of a profile.")
                    .exception();
        }
        return new EditAsked(text(context, "section"), !view.isEmpty(), words, at);
    }

    private static String text(Context context, String name) {
        return Objects.requireNonNullElse(context.queryParam(name), "");
    }
}
