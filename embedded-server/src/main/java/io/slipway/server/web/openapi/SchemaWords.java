package io.slipway.server.web.openapi;

import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Says a schema's type and bounds in words. */
final class SchemaWords {
    private static final String DEFINITION = "#/$defs/";
    /** What a text is that holds a document. */
    private static final String WITHIN = "contentSchema";

    private SchemaWords() {}

    /** The schema that is meant by a reference, be it one of several that may stand there. */
    static Optional<String> name(JsonNode schema) {
        var reference = schema.path("$ref");
        if (reference.isString()) {
            return Optional.of(reference.stringValue().substring(DEFINITION.length()));
        }
        if (schema.has(WITHIN)) {
            return name(schema.path(WITHIN));
        }
        for (var one : schema.path("anyOf")) {
            var found = name(one);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    static String type(JsonNode schema) {
        if (schema.has("const")) {
            return "always `" + plain(schema.path("const")) + "`";
        }
        if (schema.has("$ref")) {
            return name(schema).orElse("");
        }
        if (schema.has("anyOf")) {
            return schema.path("anyOf").valueStream().map(SchemaWords::type).collect(Collectors.joining(" or "));
        }
        if (schema.has("enum")) {
            return schema.path("enum")
                            .valueStream()
                            .map(value -> value.isNull() ? "null" : "`" + plain(value) + "`")
                            .collect(Collectors.joining(", "))
                    + usual(schema);
        }
        return words(schema) + usual(schema);
    }

    private static String words(JsonNode schema) {
        var type = schema.path("type");
        if (type.isMissingNode()) {
            return "anything";
        }
        var kinds = new ArrayList<String>();
        if (type.isArray()) {
            type.forEach(one -> kinds.add(kind(one.asString(""), schema)));
        } else {
            kinds.add(kind(type.asString(""), schema));
        }
        return String.join(" or ", kinds);
    }

    private static String kind(String type, JsonNode schema) {
        return switch (type) {
            case "string" -> text(schema);
            case "integer" -> "whole number" + bounds(schema, "minimum", "maximum", "");
            case "boolean" -> "true or false";
            case "array" -> "list" + bounds(schema, "minItems", "maxItems", " entries") + items(schema);
            case "object" ->
                schema.path("additionalProperties").isObject()
                        ? "object of " + type(schema.path("additionalProperties"))
                        : "object";
            default -> type;
        };
    }

    private static String items(JsonNode schema) {
        return schema.has("items") ? " of " + type(schema.path("items")) : "";
    }

    private static String text(JsonNode schema) {
        if (schema.has(WITHIN)) {
            return "JSON text of " + type(schema.path(WITHIN));
        }
        return switch (schema.path("format").asString("")) {
            case "date-time" -> "moment";
            case "uri", "uri-reference" -> "address";
            default -> {
                var secret = schema.path("writeOnly").asBoolean(false) ? "secret text" : "text";
                var pattern = schema.path("pattern").asString("");
                yield secret
                        + bounds(schema, "minLength", "maxLength", " characters")
                        + (pattern.isEmpty() ? "" : " of the form `" + pattern + "`");
            }
        };
    }

    private static String bounds(JsonNode schema, String least, String most, String unit) {
        if (schema.has(least) && schema.has(most)) {
            return ", " + plain(schema.path(least)) + " to " + plain(schema.path(most)) + unit;
        }
        if (schema.has(most)) {
            return ", at most " + plain(schema.path(most)) + unit;
        }
        return schema.has(least) && !plain(schema.path(least)).equals("0")
                ? ", at least " + plain(schema.path(least)) + unit
                : "";
    }

    private static String usual(JsonNode schema) {
        return schema.has("default") ? "; `" + plain(schema.path("default")) + "` unless said" : "";
    }

    private static String plain(JsonNode value) {
        return value.isString() ? value.stringValue() : Json.write(value);
    }
}
