package io.slipway.cli;

import io.slipway.cli.view.Complaint;
import io.slipway.cli.view.Progress;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Terminal;
import io.slipway.cli.view.Text;
import io.slipway.server.base.Json;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;

/**
 * Where a command writes.
 *
 * <p>For people: results and progress on the standard output, problems on the error output. With {@code --json}: exactly one
 * document on the standard output, be it the result or <code>{"problem":{...}}</code>; progress goes to the error output.
 */
final class Screen {
    private final Surroundings surroundings;
    private final boolean json;
    private final Terminal out;
    private final Terminal err;

    Screen(Surroundings surroundings, boolean json, boolean colour) {
        this.surroundings = surroundings;
        this.json = json;
        this.out = colour ? surroundings.terminal() : surroundings.terminal().withoutColour();
        this.err = colour
                ? surroundings.errorTerminal()
                : surroundings.errorTerminal().withoutColour();
    }

    boolean isJson() {
        return json;
    }

    Terminal terminal() {
        return out;
    }

    /** A result: the document for programs, or whatever the task prints for people. */
    void result(JsonNode document, Runnable forPeople) {
        if (json) {
            surroundings.out().println(Json.pretty(document));
        } else {
            forPeople.run();
        }
    }

    /** A line for people; nothing with {@code --json}. */
    void line(String text) {
        if (!json) {
            surroundings.out().println(Text.printable(text));
        }
    }

    /** A line in a style. */
    void line(Style style, String text) {
        if (!json) {
            surroundings.out().println(style.of(Text.printable(text), out));
        }
    }

    /** A table for people, or what there is to do while it is empty. */
    void table(Table table, String whenEmpty) {
        if (!json) {
            if (table.isEmpty()) {
                line(whenEmpty);
            } else {
                table.lines(out).forEach(surroundings.out()::println);
            }
        }
    }

    /** One page of a list as a table, and how to see the next one. */
    void page(Table table, JsonNode answer, String whenEmpty) {
        table(table, whenEmpty);
        var next = answer.path("next_cursor").asString("");
        if (!next.isEmpty()) {
            line("More: add --after " + next);
        }
    }

    /** Bytes or lines that are the result themselves. */
    PrintStream raw() {
        return surroundings.out();
    }

    /** Something the operator should know and that stops nothing. */
    void warning(String text) {
        surroundings.err().println(Style.WARN.of("warning:", err) + " " + Text.printable(text));
    }

    /** Something that is not the result: on the error output with {@code --json}, else among the results. */
    void notice(String text) {
        (json ? surroundings.err() : surroundings.out()).println(Text.printable(text));
    }

    /** How work goes on. */
    Progress progress() {
        return json ? Progress.on(surroundings.err(), Terminal.plain()) : Progress.on(surroundings.out(), out);
    }

    void complain(Complaint complaint) {
        if (json) {
            surroundings.out().println(Json.pretty(complaint.json()));
        } else {
            surroundings.out().flush();
            complaint.lines(err).forEach(surroundings.err()::println);
        }
    }
}
