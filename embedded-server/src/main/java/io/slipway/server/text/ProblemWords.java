package io.slipway.server.text;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Comparator;
import java.util.Locale;

/**
 * What problems and warnings are called in a reader's language, and what is usually done about them. Thread-safe.
 *
 * <p>A detail names what was found, a host's own words among it; it stays in English and is shown below its title. The words are for
 * windows and pages: the command line says the next step of {@link ProblemCode} itself, which names its commands.
 */
public final class ProblemWords {
    private static final String WARNING = "warning.";

    private final Text text;

    private ProblemWords(Text text) {
        this.text = text;
    }

    /** The words in a language; the nearest that there is. */
    public static ProblemWords of(Locale wanted) {
        return new ProblemWords(Text.of("problems", wanted));
    }

    /** What went wrong, in a few words without values. */
    public String title(ProblemCode code) {
        return text.get("title." + code);
    }

    /** What can be done now; a step that depends on the case is said as it was found, in English. */
    public String nextStep(Problem problem) {
        boolean usual = problem.nextStep().equals(problem.code().nextStep());
        return usual ? text.get("next." + problem.code()) : problem.nextStep();
    }

    /** Title and detail in one line. */
    public String line(Problem problem) {
        var title = title(problem.code());
        return problem.detail().isEmpty() ? title : title + ". " + problem.detail();
    }

    /**
     * What a warning is about; the same for all of a kind, whose names end with the object they are about.
     *
     * @param otherwise what is said of a warning that has no words here
     */
    public String warning(String name, String otherwise) {
        return text.keys().stream()
                .filter(key -> key.startsWith(WARNING))
                .filter(key -> isOf(name, key.substring(WARNING.length())))
                .max(Comparator.comparingInt(String::length))
                .map(key -> text.get(key))
                .orElse(otherwise);
    }

    private static boolean isOf(String name, String kind) {
        return name.equals(kind) || name.startsWith(kind + "-");
    }
}
