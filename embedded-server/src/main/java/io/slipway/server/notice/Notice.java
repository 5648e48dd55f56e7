package io.slipway.server.notice;

import io.slipway.server.text.Text;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Something people should know. A job has one from its order to its end; what changes makes it unread again.
 *
 * @param id made of the category and the entity, so it stays the same for good
 * @param entity the id of the job or host it is about
 * @param updatedAt when its state last changed
 */
public record Notice(
        String id,
        Category category,
        State state,
        String entity,
        boolean read,
        Instant createdAt,
        Instant updatedAt,
        NoticeFacts facts) {
    private static final String BUNDLE = "notices";
    /** Kinds of jobs that have words of their own. */
    private static final Set<String> KINDS = Set.of("provision_vm", "delete_vm", "power_vm");

    /** What it is about. */
    public enum Category {
        JOB,
        HOST;

        /** The text in the store and in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much it matters. */
    public enum Level {
        INFO,
        SUCCESS,
        WARNING,
        ERROR;

        /** The text in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Where the thing stands. */
    public enum State {
        QUEUED(Level.INFO),
        RUNNING(Level.INFO),
        SUCCEEDED(Level.SUCCESS),
        PARTIAL(Level.WARNING),
        FAILED(Level.ERROR),
        CANCELLED(Level.WARNING),
        /** A VM failed and was kept, or something of it is left: the operator decides. */
        NEEDS_YOU(Level.WARNING),
        /** The host does not answer. */
        LOST(Level.ERROR),
        REGAINED(Level.SUCCESS),
        /** The host showed another key or certificate: the operator decides. */
        STOPPED(Level.ERROR),
        TRUSTED(Level.SUCCESS);

        private final Level level;

        State(Level level) {
            this.level = level;
        }

        /** The text in the store and in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How much it matters. */
    public Level level() {
        return state.level;
    }

    /** Whether nothing goes on before the operator has decided something. */
    public boolean needsYou() {
        return state == State.NEEDS_YOU || state == State.STOPPED;
    }

    /** The title's key in the bundle {@code notices}. */
    public String titleKey() {
        return switch (category) {
            case JOB -> "job." + facts.jobKind().filter(KINDS::contains).orElse("other") + "." + state.word();
            case HOST -> "host." + state.word();
        };
    }

    /** The title in a language. */
    public String title(Locale language) {
        var text = Text.of(BUNDLE, language);
        return text.get(titleKey(), subject(text));
    }

    private String subject(Text text) {
        return switch (category) {
            case HOST -> facts.host().orElse(entity);
            case JOB ->
                facts.total() == 1
                        ? text.get("subject.single", facts.firstVm().orElse(entity))
                        : text.get("subject.several", facts.total());
        };
    }

    /** One or two sentences in a language. */
    public String message(Locale language) {
        var text = Text.of(BUNDLE, language);
        return switch (category) {
            case HOST -> text.get(titleKey() + ".message", facts.code().orElse(""));
            case JOB -> {
                var key = facts.failed() > 0 ? "job.message.failed" : "job.message";
                yield text.get(
                        key,
                        facts.host().orElse("-"),
                        facts.succeeded(),
                        facts.total(),
                        facts.failed(),
                        facts.code().orElse("-"));
            }
        };
    }

    /** What the title is made of, for those who have texts of their own. */
    public List<String> titleArguments() {
        var one = facts.total() == 1 ? facts.firstVm() : Optional.<String>empty();
        return List.of(category == Category.HOST ? facts.host().orElse(entity) : one.orElse("" + facts.total()));
    }
}
