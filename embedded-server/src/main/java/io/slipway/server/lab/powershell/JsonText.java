package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** ConvertFrom-Json and ConvertTo-Json of 5.1: custom objects in, depth-limited texts out. */
final class JsonText {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonText() {}

    static @Nullable Object read(String text) {
        try {
            return value(JSON.readTree(text));
        } catch (JacksonException e) {
            throw new NetFailure("ArgumentException", "Invalid JSON primitive: " + e.getOriginalMessage());
        }
    }

    private static @Nullable Object value(JsonNode node) {
        if (node.isObject()) {
            var object = new PsObject();
            node.properties().forEach(entry -> object.with(entry.getKey(), value(entry.getValue())));
            return object;
        }
        if (node.isArray()) {
            List<Object> items = new ArrayList<>();
            node.forEach(item -> Values.addNullable(items, value(item)));
            return items;
        }
        if (node.isIntegralNumber()) {
            return Numbers.narrow(node.longValue());
        }
        if (node.isNumber()) {
            return node.doubleValue();
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNull() || node.isMissingNode() ? null : node.stringValue();
    }

    static String write(@Nullable Object value, int depth, boolean compress) {
        var node = node(value, depth);
        return compress ? JSON.writeValueAsString(node) : node.toPrettyString();
    }

    /** Beyond the depth 5.1 writes the text of a value, silently. */
    private static JsonNode node(@Nullable Object value, int depth) {
        if (depth < 0 && (value instanceof PsTable || value instanceof PsObject || Values.isList(value))) {
            return NODES.stringNode(Values.text(value));
        }
        return switch (value) {
            case null -> NODES.nullNode();
            case Boolean flag -> NODES.booleanNode(flag);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case PsTable table -> table(table, depth);
            case PsObject object -> table(object.values(), depth);
            default -> {
                if (!Values.isList(value)) {
                    yield NODES.stringNode(Values.text(value));
                }
                var array = NODES.arrayNode();
                Values.elements(value).forEach(item -> array.add(node(item, depth - 1)));
                yield array;
            }
        };
    }

    private static JsonNode table(PsTable table, int depth) {
        var object = NODES.objectNode();
        table.keys().forEach(key -> object.set(Values.text(key), node(table.get(key), depth - 1)));
        return object;
    }
}
