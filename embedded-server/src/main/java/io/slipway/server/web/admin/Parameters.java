package io.slipway.server.web.admin;

import io.javalin.http.Context;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads path and query parameters strictly. */
final class Parameters {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}/\\\\]{1,100}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,200}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private Parameters() {}

    /** An id, or a name where the route takes both. */
    static String word(Context context, String name) {
        var text = context.pathParam(name);
        if (!WORD.matcher(text).matches()) {
            throw wrong(name, "must be 1 to 100 letters, digits, dots, underscores or hyphens");
        }
        return text;
    }

    /** A name as people give it: printable, without slashes. */
    static String name(Context context, String name) {
        var text = context.pathParam(name);
        if (!NAME.matcher(text).matches()) {
            throw wrong(name, "must be 1 to 100 printable characters without a slash");
        }
        return text;
    }

    static Optional<String> optionalWord(Context context, String name) {
        var text = context.queryParam(name);
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        if (!WORD.matcher(text).matches()) {
            throw wrong(name, "must be an id");
        }
        return Optional.of(text);
    }

    /** A text to compare with, printable. */
    static Optional<String> text(Context context, String name) {
        var text = context.queryParam(name);
        if (text == null) {
            return Optional.empty();
        }
        if (!TEXT.matcher(text).matches()) {
            throw wrong(name, "must be 1 to 200 printable characters");
        }
        return Optional.of(text);
    }

    /** A moment in ISO 8601, UTC. */
    static Optional<Instant> moment(Context context, String name) {
        var text = context.queryParam(name);
        try {
            return Optional.ofNullable(text).map(Instant::parse);
        } catch (DateTimeParseException e) {
            throw wrong(name, "must look like 2026-11-21T10:00:00Z");
        }
    }

    static boolean flag(Context context, String name) {
        var text = context.queryParam(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw wrong(name, "must be true or false");
    }

    static long number(Context context, String name, long otherwise, long least, long most) {
        var text = context.queryParam(name);
        if (text == null) {
            return otherwise;
        }
        if (!NUMBER.matcher(text).matches() || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw wrong(name, "must be a whole number from " + least + " to " + most);
        }
        return Long.parseLong(text);
    }

    /** Refuses query parameters that the route does not know: a misspelt one must not be ignored. */
    static void refuseOthers(Context context, Set<String> known) {
        context.queryParamMap().keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw wrong(name, "is not a parameter of this address" + instead(known));
                });
    }

    private static String instead(Set<String> known) {
        return known.isEmpty() ? ", which takes none" : "; it takes " + String.join(", ", new TreeSet<>(known));
    }

    private static SlipwayException wrong(String name, String message) {
        return Problem.of(
                        ProblemCode.BAD_REQUEST,
                        "The address has a wrong parameter: " + name + " " + message + ".",
                        List.of(new FieldError("", name + " " + message)))
                .exception();
    }
}
