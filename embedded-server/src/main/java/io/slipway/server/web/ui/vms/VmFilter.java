package io.slipway.server.web.ui.vms;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.words.StateShape;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Which VMs are wanted; it stands in the page's address.
 *
 * @param words empty takes all
 * @param host name, empty takes all
 * @param page from 1
 */
record VmFilter(String words, String host, Optional<Standing> standing, int page) {
    private static final int LONGEST_WORDS = 100;
    private static final int MOST_PAGES = 100_000;

    /** How a VM stands, as coarse as people ask. */
    enum Standing {
        NEEDS,
        WORKING,
        READY;

        /** The text in the address. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Standing of(StateShape shape) {
            return switch (shape) {
                case NEEDS_YOU, FAILED -> NEEDS;
                case BUSY, IDLE -> WORKING;
                case DONE, OFF -> READY;
            };
        }
    }

    /** From the address of a request. */
    static VmFilter of(Context context) {
        var words = text(context, "q").strip();
        var state = text(context, "state");
        var standing = Arrays.stream(Standing.values())
                .filter(one -> one.word().equals(state))
                .findFirst();
        if (!state.isEmpty() && standing.isEmpty()) {
            throw wrong("There is no such state.");
        }
        if (words.length() > LONGEST_WORDS) {
            throw wrong("At most " + LONGEST_WORDS + " characters are searched.");
        }
        return new VmFilter(words, text(context, "host"), standing, page(text(context, "page")));
    }

    private static int page(String text) {
        if (text.isEmpty()) {
            return 1;
        }
        if (!text.matches("[1-9][0-9]{0,5}") || Integer.parseInt(text) > MOST_PAGES) {
            throw wrong("There is no such page.");
        }
        return Integer.parseInt(text);
    }

    private static String text(Context context, String name) {
        return Objects.requireNonNullElse(context.queryParam(name), "");
    }

    private static SlipwayException wrong(String detail) {
        return Problem.of(ProblemCode.BAD_REQUEST, detail).exception();
    }

    /** Whether it leaves anything out. */
    boolean chooses() {
        return !words.isEmpty() || !host.isEmpty() || standing.isPresent();
    }

    /** The address of another page of the same. */
    String link(int other) {
        return "/ui/vms?q=" + encoded(words) + "&host=" + encoded(host) + "&state="
                + standing.map(Standing::word).orElse("") + "&page=" + other;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
