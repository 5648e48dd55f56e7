package io.slipway.server.schema;

import com.networknt.schema.Error;
import io.slipway.server.base.FieldError;
import tools.jackson.databind.JsonNode;

/** Turns validator errors into sentences that say what is accepted, without the offending value. */
final class SchemaMessages {
    private SchemaMessages() {}

    /** Marks an unknown field; callers give it a problem code of its own. */
    static final String UNKNOWN = "is not a field of this version";

    static FieldError fieldError(Error error) {
        var at = pointer(error);
        return new FieldError(at, message(error));
    }

    private static String pointer(Error error) {
        var parent = String.valueOf(error.getInstanceLocation());
        var property = error.getProperty();
        return switch (error.getKeyword()) {
            case "additionalProperties", "required", "unevaluatedProperties" ->
                property == null ? parent : parent + "/" + escape(property);
            default -> parent;
        };
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static String message(Error error) {
        var rule = error.getSchemaNode();
        return switch (error.getKeyword()) {
            case "additionalProperties", "unevaluatedProperties" -> UNKNOWN;
            case "false" -> "is not allowed here";
            case "required" -> "is required";
            case "enum" -> "must be one of " + rule(rule, "enum");
            case "const" -> "must be " + rule(rule, "const");
            case "type" -> "must be of type " + rule(rule, "type");
            case "minimum" -> "must be at least " + rule(rule, "minimum");
            case "maximum" -> "must be at most " + rule(rule, "maximum");
            case "minLength" -> "must have at least " + rule(rule, "minLength") + " characters";
            case "maxLength" -> "must have at most " + rule(rule, "maxLength") + " characters";
            case "minItems" -> "must have at least " + rule(rule, "minItems") + " entries";
            case "maxItems" -> "must have at most " + rule(rule, "maxItems") + " entries";
            case "minProperties", "maxProperties" -> "must have exactly one of its fields";
            case "uniqueItems" -> "must not repeat an entry";
            case "pattern" -> "must match " + rule(rule, "pattern");
            case "oneOf", "anyOf" -> "must have exactly one of the accepted forms";
            default -> "does not satisfy the schema's rule " + error.getKeyword();
        };
    }

    private static String rule(JsonNode node, String keyword) {
        var value = node != null && node.isObject() && node.has(keyword) ? node.get(keyword) : node;
        if (value == null) {
            return keyword;
        }
        return value.isString() ? value.stringValue() : value.toString();
    }
}
