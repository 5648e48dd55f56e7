package io.slipway.cli.view;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A problem as the command line tells it.
 *
 * @param code stable name
 * @param exitCode how the process ends
 * @param detail what happened and why
 * @param nextStep what to do about it
 * @param errors one per wrong field
 * @param context ids and values that help
 * @param correlationId of the request in the server's log; empty for problems found here
 */
public record Complaint(
        String code,
        int exitCode,
        String detail,
        String nextStep,
        List<FieldError> errors,
        Map<String, String> context,
        Optional<String> correlationId) {

    public Complaint {
        errors = List.copyOf(errors);
        context = Map.copyOf(context);
    }

    /** A problem found on this side. */
    public static Complaint of(Problem problem) {
        return new Complaint(
                problem.code().name(),
                problem.code().kind().exitCode(),
                problem.detail(),
                problem.nextStep(),
                problem.errors(),
                problem.context(),
                Optional.empty());
    }

    /** A problem found on this side, with its usual next step. */
    public static Complaint of(ProblemCode code, String detail) {
        return of(Problem.of(code, detail));
    }

    /** As lines for people: what, why, the fields, what next, the code to quote. */
    public List<String> lines(Terminal terminal) {
        var lines = new ArrayList<String>();
        lines.add(Style.BAD.of("error: " + title(), terminal));
        part(lines, "  why   ", detail, terminal);
        for (var error : errors) {
            var text = (error.pointer().isEmpty() ? "" : error.pointer() + " ") + error.message();
            if (!detail.contains(text)) {
                part(lines, "  field ", text, terminal);
            }
        }
        part(lines, "  next  ", nextStep, terminal);
        part(
                lines,
                "  code  ",
                code + correlationId.map(id -> "  correlation " + id).orElse(""),
                terminal);
        return lines;
    }

    private static void part(List<String> lines, String label, String text, Terminal terminal) {
        var wrapped = Table.wrap(Text.printable(text), Math.max(24, terminal.columns() - label.length()));
        lines.add(label + wrapped.getFirst());
        wrapped.stream().skip(1).forEach(more -> lines.add(" ".repeat(label.length()) + more));
    }

    /** The code in words. */
    public String title() {
        var words = code.toLowerCase(Locale.ROOT).replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /** As the server writes problems, and with the exit code. */
    public ObjectNode json() {
        var json = Json.object();
        json.put("title", title());
        json.put("code", code);
        json.put("detail", detail);
        json.put("next_step", nextStep);
        json.put("exit_code", exitCode);
        if (!context.isEmpty()) {
            json.set("context", Json.mapper().valueToTree(new TreeMap<>(context)));
        }
        if (!errors.isEmpty()) {
            var list = json.putArray("errors");
            errors.forEach(
                    error -> list.addObject().put("pointer", error.pointer()).put("message", error.message()));
        }
        correlationId.ifPresent(id -> json.put("correlation_id", id));
        return Json.object().set("problem", json);
    }
}
