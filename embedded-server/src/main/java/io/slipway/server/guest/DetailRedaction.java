package io.slipway.server.guest;

import io.slipway.server.base.Json;
import io.slipway.server.base.Redactor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Takes known secrets out of what a VM reports, text by text, before it is stored: a script may report its own token. */
final class DetailRedaction {
    private final Redactor redactor;

    DetailRedaction(Redactor redactor) {
        this.redactor = redactor;
    }

    String clean(String text) {
        return redactor.clean(text);
    }

    ObjectNode clean(ObjectNode details) {
        var cleaned = Json.object();
        details.properties().forEach(entry -> cleaned.set(redactor.clean(entry.getKey()), clean(entry.getValue())));
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
        return node instanceof StringNode text ? StringNode.valueOf(redactor.clean(text.stringValue())) : node;
    }
}
