package io.slipway.server.base;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Takes known secrets out of what others report in JSON, text by text: a secret may look like a part of JSON, and what is left
 * is JSON all the same. Thread-safe.
 */
public final class JsonRedaction {
    private final Redactor redactor;

    public JsonRedaction(Redactor redactor) {
        this.redactor = redactor;
    }

    /** A text that stands outside of JSON. */
    public String clean(String text) {
        return redactor.clean(text);
    }

    /** Names and values without secrets; names that are the same without them stay apart. */
    public ObjectNode clean(ObjectNode object) {
        var cleaned = Json.object();
        object.properties().forEach(entry -> {
            var name = redactor.clean(entry.getKey());
            while (cleaned.has(name)) {
                name += "*";
            }
            cleaned.set(name, clean(entry.getValue()));
        });
        return cleaned;
    }

    /** Depth is bounded by {@link Json}. */
    private JsonNode clean(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return clean(object);
        }
        if (node instanceof ArrayNode array) {
            var cleaned = array.arrayNode(array.size());
            array.forEach(item -> cleaned.add(clean(item)));
            return cleaned;
        }
        if (node instanceof StringNode || node instanceof NumericNode) {
            var text = node.asString();
            var cleaned = redactor.clean(text);
            return cleaned.equals(text) ? node : StringNode.valueOf(cleaned);
        }
        return node;
    }
}
