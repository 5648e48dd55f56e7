package io.slipway.server.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What a schema says about a field beyond the words of JSON Schema, in its member {@code x-slipway}.
 *
 * <p>Example: {@code "x-slipway": {"group": "region", "order": 2, "expert": true, "unit": "MiB", "catalog": "time-zones",
 * "widget": "code", "appliesTo": {"mode": ["fixed"]}}}. A name in {@code appliesTo} is a member of the same object, or a
 * pointer from the document's root when it starts with a slash.
 *
 * @param section id of the section; members of the document only
 * @param order place among the members of the same object; 0 when not given
 * @param expert whether it belongs to the expert view
 * @param unit name of the unit, empty when there is none
 * @param catalog table of values to suggest
 * @param lines how a text is edited, when the schema says so
 * @param applies when the field counts
 */
record FormNotes(
        Optional<String> section,
        int order,
        boolean expert,
        String unit,
        Optional<String> catalog,
        Optional<Field.Lines> lines,
        Condition applies) {
    static final String KEYWORD = "x-slipway";
    private static final Set<String> KNOWN =
            Set.of("group", "order", "expert", "unit", "catalog", "widget", "appliesTo", "sections");

    static FormNotes of(JsonNode schema, String pointer, Consumer<String> problem) {
        var notes = schema.path(KEYWORD);
        notes.propertyNames().stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> problem.accept("has an unknown note " + name + " in " + KEYWORD));
        return new FormNotes(
                text(notes, "group"),
                notes.path("order").asInt(0),
                notes.path("expert").asBoolean(false),
                notes.path("unit").asString(""),
                text(notes, "catalog"),
                lines(notes, problem),
                applies(notes.path("appliesTo"), Pointers.parent(pointer)));
    }

    private static Optional<String> text(JsonNode notes, String name) {
        return Optional.of(notes.path(name)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    private static Optional<Field.Lines> lines(JsonNode notes, Consumer<String> problem) {
        return text(notes, "widget").flatMap(widget -> switch (widget) {
            case "line" -> Optional.of(Field.Lines.ONE);
            case "lines" -> Optional.of(Field.Lines.SEVERAL);
            case "code" -> Optional.of(Field.Lines.CODE);
            default -> {
                problem.accept("has an unknown widget " + widget);
                yield Optional.empty();
            }
        });
    }

    private static Condition applies(JsonNode rules, String object) {
        var all = Condition.ALWAYS;
        for (var rule : rules.properties()) {
            var name = rule.getKey();
            var pointer = name.startsWith("/") ? name : Pointers.child(object, name);
            List<JsonNode> values = rule.getValue().valueStream().toList();
            all = all.and(new Condition.Is(pointer, values));
        }
        return all;
    }
}
