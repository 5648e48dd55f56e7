package io.slipway.server.web.ui.jobs;

import io.javalin.http.Context;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.job.LogLine;
import io.slipway.server.web.ui.frame.Address;
import java.util.Locale;
import java.util.Objects;

/**
 * Which lines of a log the address asks for.
 *
 * @param vm whose VM's; empty for all
 * @param level the least that a line must matter
 * @param find words that a line must hold, in any case; empty for all
 * @param line a line around which the others are shown; 0 for the newest
 */
record LogAsked(String vm, LogLine.Level level, String find, long line) {
    private static final int LONGEST_WORDS = 100;
    private static final int LONGEST_NUMBER = 15;

    static LogAsked of(Context context) {
        var level = word(context, "level");
        return new LogAsked(
                word(context, "of"), level(level), word(context, "find").strip(), number(context, "line", 0));
    }

    private static LogLine.Level level(String word) {
        for (var one : LogLine.Level.values()) {
            if (word(one).equals(word)) {
                return one;
            }
        }
        if (word.isEmpty()) {
            return LogLine.Level.INFO;
        }
        throw Problem.of(ProblemCode.BAD_REQUEST, "level is one of info, warning, error.")
                .exception();
    }

    /** The level's word in the address. */
    static String word(LogLine.Level level) {
        return level.name().toLowerCase(Locale.ROOT);
    }

    static String word(Context context, String name) {
        var word = Objects.requireNonNullElse(context.queryParam(name), "");
        if (word.length() > LONGEST_WORDS) {
            throw Problem.of(ProblemCode.BAD_REQUEST, name + " has at most " + LONGEST_WORDS + " characters.")
                    .exception();
        }
        return word;
    }

    static long number(Context context, String name, long otherwise) {
        var word = word(context, name);
        if (word.isEmpty()) {
            return otherwise;
        }
        if (word.length() > LONGEST_NUMBER || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Problem.of(ProblemCode.BAD_REQUEST, name + " is a number.").exception();
        }
        return Long.parseLong(word);
    }

    /** Whether some lines are left out for what they say. */
    boolean filters() {
        return !vm.isEmpty() || level != LogLine.Level.INFO || !find.isEmpty();
    }

    boolean fits(LogLine line) {
        return (vm.isEmpty() || line.subject().filter(vm::equals).isPresent())
                && line.level().compareTo(level) >= 0
                && (find.isEmpty() || line.text().toLowerCase(Locale.ROOT).contains(find.toLowerCase(Locale.ROOT)));
    }

    /** The same as the query of an address. */
    String query() {
        return "of=" + Address.encoded(vm) + "&level=" + word(level) + "&find=" + Address.encoded(find);
    }
}
