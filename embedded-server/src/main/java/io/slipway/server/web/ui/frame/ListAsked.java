package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * Which lines of a list are wanted; it stands in the page's address.
 *
 * @param words at most 100 characters, without space around them; empty takes all
 * @param page of {@value #ROWS} lines, from 1
 */
public record ListAsked(String words, int page) {
    /** Lines of a page. */
    public static final int ROWS = 100;

    private static final int LONGEST_WORDS = 100;

    /**
     * From the address of a request.
     *
     * @throws io.slipway.server.base.SlipwayException {@code BAD_REQUEST} for too many words or no page
     */
    public static ListAsked of(Context context) {
        var words = Objects.requireNonNullElse(context.queryParam("q"), "").strip();
        var page = Objects.requireNonNullElse(context.queryParam("page"), "");
        if (words.length() > LONGEST_WORDS || !page.matches("([1-9][0-9]{0,4})?")) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "There is no such page of the list.")
                    .exception();
        }
        return new ListAsked(words, page.isEmpty() ? 1 : Integer.parseInt(page));
    }

    /** The address of another page of the same list. */
    public String link(PageFrame.Place place, int other) {
        return link(place.path(), other);
    }

    /** The address of another page of the list at that path. */
    public String link(String path, int other) {
        return path + "?q=" + Address.encoded(words) + "&page=" + other;
    }

    /** Whether the words stand in that text, however they are written. */
    public boolean in(String text) {
        return text.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT));
    }

    /** The lines of this page. */
    public <T> List<T> cut(List<T> lines) {
        return lines.stream().skip((page - 1L) * ROWS).limit(ROWS).toList();
    }

    /** Whether another page follows. */
    public boolean more(int lines) {
        return (long) page * ROWS < lines;
    }
}
