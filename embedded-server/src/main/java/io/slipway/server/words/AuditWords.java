package io.slipway.server.words;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says lines of the audit trail in plain words. Thread-safe. */
public final class AuditWords {
    private static final String REQUEST = "api.";
    private static final String WINDOW = "desktop.";
    private static final String GUEST = "vm:";

    private final Text text;
    private final ProblemWords problems;

    /** @param text of the bundle {@code audit} */
    public AuditWords(Text text) {
        this.text = text;
        this.problems = ProblemWords.of(text.language());
    }

    /** The key of an action's words: of a request its method and the fixed parts of its address, of all else the action itself. */
    static String key(String action) {
        int space = action.indexOf(' ');
        if (!action.startsWith(REQUEST) || space < 0) {
            return action;
        }
        var path = Arrays.stream(action.substring(space + 1).split("/", -1))
                .filter(part -> !part.isEmpty() && !part.startsWith("{"))
                .filter(part -> !part.equals("api") && !part.equals("v1") && !part.equals("ui"))
                .collect(Collectors.joining("."));
        return action.substring(0, space).toLowerCase(Locale.ROOT) + "." + path;
    }

    /** Whether there are words for an action. */
    public boolean knows(String action) {
        return text.has(key(action));
    }

    /** What was done; the action itself where there are no words, as of an older version. */
    public String action(String action) {
        var key = key(action);
        return text.has(key) ? text.get(key) : action;
    }

    /** By which way it came: browser, window, program; empty for what the product does by itself. */
    public Optional<String> way(String action) {
        if (action.startsWith(WINDOW)) {
            return Optional.of(text.get("way.window"));
        }
        int space = action.indexOf(' ');
        if (!action.startsWith(REQUEST) || space < 0) {
            return Optional.empty();
        }
        return Optional.of(text.get(action.startsWith("/ui", space + 1) ? "way.browser" : "way.program"));
    }

    /** Whether a VM did it, whose id follows. */
    public static Optional<String> guest(String actor) {
        return actor.startsWith(GUEST) ? Optional.of(actor.substring(GUEST.length())) : Optional.empty();
    }

    /** Who did it; a user of another name is called by that name. */
    public String actor(String actor) {
        var key = "actor." + actor;
        return text.has(key) ? text.get(key) : actor;
    }

    /** How it ended. */
    public String outcome(String outcome) {
        return switch (outcome) {
            case AuditEntry.OK -> text.get("outcome.ok");
            case AuditEntry.STARTED -> text.get("outcome.started");
            default -> code(outcome).map(problems::title).orElse(outcome);
        };
    }

    /** Its shape. */
    public static StateShape shape(String outcome) {
        return switch (outcome) {
            case AuditEntry.OK -> StateShape.DONE;
            case AuditEntry.STARTED -> StateShape.IDLE;
            default -> StateShape.FAILED;
        };
    }

    private static Optional<ProblemCode> code(String outcome) {
        return Arrays.stream(ProblemCode.values())
                .filter(code -> code.name().equals(outcome))
                .findFirst();
    }
}
