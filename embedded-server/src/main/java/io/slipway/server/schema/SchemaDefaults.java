package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Walks a document along {@code properties}, {@code items} and local {@code $ref}s of its schema.
 *
 * <p>An absent object whose schema has properties with defaults is created, so that readers find every default in place.
 * An absent object with required members, or with a least number of them, is left out: its absence means something.
 */
final class SchemaDefaults {
    private final JsonNode root;

    SchemaDefaults(JsonNode root) {
        this.root = root;
    }

    JsonNode fill(JsonNode document) {
        var copy = document.deepCopy();
        fill(copy, root);
        return copy;
    }

    List<String> unknown(JsonNode document) {
        var found = new ArrayList<String>();
        unknown(document, root, "", found);
        return found;
    }

    private void fill(JsonNode value, JsonNode given) {
        var schema = resolve(given);
        if (value instanceof ObjectNode object) {
            for (var property : schema.path("properties").properties()) {
                var member = resolve(property.getValue());
                if (!object.has(property.getKey()) && !schema.has("maxProperties")) {
                    add(object, property.getKey(), member);
                }
                var present = object.get(property.getKey());
                if (present != null) {
                    fill(present, member);
                }
            }
        } else if (value instanceof ArrayNode array && schema.has("items")) {
            array.forEach(item -> fill(item, schema.get("items")));
        }
    }

    private static void add(ObjectNode object, String name, JsonNode schema) {
        if (schema.has("default")) {
            object.set(name, schema.get("default").deepCopy());
        } else if (schema.has("properties") && !schema.has("required") && !schema.has("minProperties")) {
            object.putObject(name);
        }
    }

    private void unknown(JsonNode value, JsonNode given, String at, List<String> found) {
        var schema = resolve(given);
        if (value.isObject() && schema.has("properties")) {
            for (var member : value.properties()) {
                var pointer = at + "/" + member.getKey().replace("~", "~0").replace("/", "~1");
                var known = schema.get("properties").get(member.getKey());
                if (known == null) {
                    found.add(pointer);
                } else {
                    unknown(member.getValue(), known, pointer, found);
                }
            }
        } else if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                unknown(value.get(i), schema.get("items"), at + "/" + i, found);
            }
        }
    }

    private JsonNode resolve(JsonNode schema) {
        var ref = schema.path("$ref");
        return ref.isString() && ref.stringValue().startsWith("#/")
                ? root.at(ref.stringValue().substring(1))
                : schema;
    }
}
