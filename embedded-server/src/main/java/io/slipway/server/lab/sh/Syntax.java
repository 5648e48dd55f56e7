package io.slipway.server.lab.sh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The syntax tree of the shell subset; names follow POSIX XCU 2.10. */
sealed interface Syntax {
    /** A run of and-or lists, each in the fore- or background. */
    record Sequence(List<Item> items) implements Syntax {}

    record Item(AndOr list, boolean background) {}

    /** {@code first && second || third}. */
    record AndOr(Pipeline first, List<Link> rest) {}

    record Link(boolean and, Pipeline pipeline) {}

    record Pipeline(boolean negated, List<Command> commands) {}

    /** A command with its redirections. */
    sealed interface Command extends Syntax {
        List<Redirect> redirects();
    }

    record Simple(List<Assignment> assignments, List<Word> words, List<Redirect> redirects) implements Command {}

    record If(List<Branch> branches, @Nullable Sequence otherwise, List<Redirect> redirects) implements Command {}

    record Branch(Sequence condition, Sequence body) {}

    record For(String variable, List<Word> words, Sequence body, List<Redirect> redirects) implements Command {}

    record While(boolean until, Sequence condition, Sequence body, List<Redirect> redirects) implements Command {}

    record Group(boolean subshell, Sequence body, List<Redirect> redirects) implements Command {}

    record Assignment(String name, Word value) {}

    /** {@code descriptor operator target}; operator is one of {@code > >> < >&}. */
    record Redirect(int descriptor, String operator, Word target) {}

    record Word(List<Part> parts, String source) {
        /** The text when nothing in it is quoted or expanded, else an empty string: how keywords are seen. */
        String bare() {
            return parts.size() == 1 && parts.getFirst() instanceof Text text && !text.quoted() ? text.text() : "";
        }
    }

    /** A piece of a word. */
    sealed interface Part {
        boolean quoted();
    }

    record Text(String text, boolean quoted) implements Part {}

    /** {@code $name}, {@code ${name}}, {@code ${name:-fallback}}. */
    record Parameter(String name, @Nullable Word fallback, boolean quoted) implements Part {}

    record Substitution(Sequence body, boolean quoted) implements Part {}

    /** {@code $((a + b))}. */
    record Arithmetic(Word expression, boolean quoted) implements Part {}

    /** The text is outside the subset. */
    final class SyntaxError extends Exception {
        SyntaxError(String message) {
            super(message);
        }
    }
}
