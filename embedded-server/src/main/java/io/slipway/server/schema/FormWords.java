package io.slipway.server.schema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Finds the words of a field in text bundles.
 *
 * <p>The key is made of the pointer: {@code windows-profile.locale.timeZone}, without that first part when several schemas
 * share the text, or {@code any.timeZone} for a member that means the same everywhere. What no bundle names falls back to the
 * schema's {@code title} and {@code description}, then to the member's name.
 */
final class FormWords {
    private final String schema;
    private final FormTexts texts;

    FormWords(String schema, FormTexts texts) {
        this.schema = schema;
        this.texts = texts;
    }

    /** Keys for the pointer, the most particular one first. */
    static List<String> keys(String schema, String pointer) {
        var names = Pointers.names(pointer).stream()
                .filter(name -> !name.equals(Pointers.ANY))
                .map(name -> name.replace(' ', '_'))
                .collect(Collectors.toList());
        if (names.isEmpty()) {
            return List.of(schema);
        }
        var path = String.join(".", names) + (pointer.endsWith("/" + Pointers.ANY) ? ".entry" : "");
        return List.of(schema + "." + path, path, "any." + names.getLast() + (path.endsWith(".entry") ? ".entry" : ""));
    }

    String label(String pointer, JsonNode node) {
        return first(pointer, "")
                .or(() -> own(node, "title"))
                .orElseGet(() -> readable(pointer.isEmpty() ? schema : Pointers.last(pointer)));
    }

    String hint(String pointer, JsonNode node) {
        return first(pointer, ".hint").or(() -> own(node, "description")).orElse("");
    }

    String unit(String pointer, String unit) {
        return unit.isEmpty() ? "" : texts.find("unit." + unit).orElse(unit);
    }

    String option(String pointer, JsonNode value) {
        var text = value.isString() ? value.stringValue() : value.toString();
        var suffix = ".is." + text.replace(' ', '_');
        return first(pointer, suffix).or(() -> texts.find(suffix.substring(1))).orElse(text);
    }

    String alternative(String pointer, int number, JsonNode node) {
        return first(pointer, ".form." + number).or(() -> own(node, "title")).orElseGet(() -> node.path("type")
                .asString(Integer.toString(number)));
    }

    String section(String id, String otherwise) {
        return texts.find("section." + id).orElse(otherwise);
    }

    String sectionHint(String id) {
        return texts.find("section." + id + ".hint").orElse("");
    }

    private Optional<String> first(String pointer, String suffix) {
        return keys(schema, pointer).stream()
                .map(key -> texts.find(key + suffix))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> own(JsonNode node, String keyword) {
        return Optional.of(node.path(keyword)).filter(JsonNode::isString).map(JsonNode::stringValue);
    }

    /** {@code timeZone} as "Time zone": a field without any text must still be recognisable. */
    private static String readable(String name) {
        if (name.isEmpty() || name.equals(Pointers.ANY)) {
            return "";
        }
        var words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z][a-z])", " ")
                .replace('-', ' ')
                .replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1).toLowerCase(java.util.Locale.ROOT);
    }
}
