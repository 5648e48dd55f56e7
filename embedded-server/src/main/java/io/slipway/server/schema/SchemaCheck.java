package io.slipway.server.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.PathType;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks documents against one JSON Schema (2020-12) that ships with the product.
 *
 * <p>Messages name what is accepted and never repeat the value, because the value may be a secret. Thread-safe.
 */
public final class SchemaCheck {
    private final Schema schema;
    private final JsonNode source;

    private SchemaCheck(Schema schema, JsonNode source) {
        this.schema = schema;
        this.source = source;
    }

    /**
     * Loads {@code <name>.schema.json} of this package.
     *
     * @throws IllegalStateException if the product's jar lacks it, which is a build mistake
     */
    public static SchemaCheck load(String name) {
        try (InputStream in = SchemaCheck.class.getResourceAsStream(name + ".schema.json")) {
            if (in == null) {
                throw new IllegalStateException("no schema " + name);
            }
            return of(Json.parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A check for a schema that is already parsed; it must not refer to other documents. */
    public static SchemaCheck of(JsonNode schema) {
        var config = SchemaRegistryConfig.builder()
                .pathType(PathType.JSON_POINTER)
                .formatAssertionsEnabled(true)
                .build();
        var registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemaRegistryConfig(config));
        var compiled = registry.getSchema(withoutNotes(schema));
        compiled.initializeValidators();
        return new SchemaCheck(compiled, schema);
    }

    /** What a schema says to forms only; the validator would warn about a keyword it does not know. */
    private static JsonNode withoutNotes(JsonNode schema) {
        var copy = schema.deepCopy();
        copy.findParents(FormNotes.KEYWORD).forEach(parent -> ((ObjectNode) parent).remove(FormNotes.KEYWORD));
        return copy;
    }

    /** The schema itself, for forms and for defaults; do not change it. */
    public JsonNode source() {
        return source;
    }

    /** A copy of the document with every absent field set to the schema's default. */
    public JsonNode withDefaults(JsonNode document) {
        return new SchemaDefaults(source).fill(document);
    }

    /** Pointers of fields that the schema does not name, at any depth. */
    public List<String> unknownFields(JsonNode document) {
        return new SchemaDefaults(source).unknown(document);
    }

    /** Everything wrong with the document, one entry per place, in the document's order; empty when it is valid. */
    public List<FieldError> check(JsonNode document) {
        var found = new LinkedHashMap<String, FieldError>();
        for (var error : schema.validate(document)) {
            if (isSummary(error)) {
                continue;
            }
            var fieldError = SchemaMessages.fieldError(error);
            found.putIfAbsent(fieldError.pointer() + " " + error.getKeyword(), fieldError);
        }
        return List.copyOf(new ArrayList<>(found.values()));
    }

    /** Whether this error only says that a nested schema failed, whose own errors are listed too. */
    private static boolean isSummary(Error error) {
        return switch (error.getKeyword()) {
            case "if", "then", "else", "allOf", "$ref" -> true;
            default -> false;
        };
    }
}
