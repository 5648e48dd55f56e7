package io.slipway.server.lab.cli;

import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The output formats of pvesh: json, json-pretty, yaml and text. */
final class PveJson {
    private PveJson() {}

    /** Keys sorted, no blanks. */
    static String compact(JsonNode node) {
        return Json.write(sorted(node)) + "\n";
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            var copy = Json.object();
            keys(node).forEach(key -> copy.set(key, sorted(node.path(key))));
            return copy;
        }
        if (node.isArray()) {
            var copy = Json.mapper().createArrayNode();
            node.forEach(item -> copy.add(sorted(item)));
            return copy;
        }
        return node;
    }

    private static List<String> keys(JsonNode node) {
        var keys = new TreeMap<String, JsonNode>();
        ((ObjectNode) node).properties().forEach(property -> keys.put(property.getKey(), property.getValue()));
        return List.copyOf(keys.keySet());
    }

    /** As Perl's JSON prints it: three blanks per level, a blank before and after the colon. */
    static String pretty(JsonNode node) {
        var text = new StringBuilder();
        pretty(node, "", text);
        return text.append('\n').toString();
    }

    private static void pretty(JsonNode node, String indent, StringBuilder text) {
        var inner = indent + "   ";
        var parts = new ArrayList<Runnable>();
        if (node.isObject()) {
            for (var key : keys(node)) {
                parts.add(() -> {
                    text.append(Json.write(key)).append(" : ");
                    pretty(node.path(key), inner, text);
                });
            }
        } else if (node.isArray()) {
            node.forEach(item -> parts.add(() -> pretty(item, inner, text)));
        } else {
            text.append(Json.write(node));
            return;
        }
        text.append(node.isObject() ? '{' : '[');
        for (int i = 0; i < parts.size(); i++) {
            text.append(i == 0 ? "\n" : ",\n").append(inner);
            parts.get(i).run();
        }
        text.append(parts.isEmpty() ? "" : "\n" + indent).append(node.isObject() ? '}' : ']');
    }

    static String yaml(JsonNode node) {
        var text = new StringBuilder("---\n");
        if (node.isObject()) {
            for (var key : keys(node)) {
                var value = node.path(key).asString();
                text.append(key)
                        .append(": ")
                        .append(
                                value.matches("[0-9.]+")
                                                && value.indexOf('.') == value.lastIndexOf('.')
                                                && value.contains(".")
                                        ? "'" + value + "'"
                                        : value)
                        .append('\n');
            }
        }
        return text.toString();
    }

    /** The table of a flat object; other values print as themselves. */
    static String text(JsonNode node) {
        if (node.isString() || node.isNumber()) {
            return node.asString() + "\n";
        }
        if (!node.isObject()) {
            return pretty(node);
        }
        var keys = keys(node);
        int left = Math.max(3, keys.stream().mapToInt(String::length).max().orElse(0));
        int right = Math.max(
                5,
                keys.stream()
                        .mapToInt(key -> node.path(key).asString().length())
                        .max()
                        .orElse(0));
        var text = new StringBuilder();
        text.append("┌─" + "─".repeat(left) + "─┬─" + "─".repeat(right) + "─┐\n");
        text.append("│ " + pad("key", left) + " │ " + pad("value", right) + " │\n");
        text.append("╞═" + "═".repeat(left) + "═╪═" + "═".repeat(right) + "═╡\n");
        for (int i = 0; i < keys.size(); i++) {
            var value = node.path(keys.get(i)).asString();
            text.append("│ " + pad(keys.get(i), left) + " │ " + pad(value, right) + " │\n");
            boolean last = i == keys.size() - 1;
            text.append(last ? "└─" : "├─").append("─".repeat(left)).append(last ? "─┴─" : "─┼─");
            text.append("─".repeat(right)).append(last ? "─┘\n" : "─┤\n");
        }
        return text.toString();
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
