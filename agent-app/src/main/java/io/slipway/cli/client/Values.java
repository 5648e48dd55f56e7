package io.slipway.cli.client;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Reads answers leniently: what a newer server adds is ignored, what an older one lacks is empty. */
final class Values {
    private Values() {}

    /** A text, a number as text, or nothing as an empty text. */
    static String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isString() ? value.asString("") : value.isValueNode() && !value.isNull() ? value.toString() : "";
    }

    static Optional<String> some(JsonNode node, String name) {
        return Optional.of(text(node, name)).filter(text -> !text.isEmpty());
    }

    static int number(JsonNode node, String name) {
        return node.path(name).asInt(0);
    }

    static OptionalLong amount(JsonNode node, String name) {
        var value = node.path(name);
        return value.isNumber() ? OptionalLong.of(value.asLong(0)) : OptionalLong.empty();
    }

    /** Milliseconds since 1970 or an ISO 8601 text. */
    static Optional<Instant> moment(JsonNode node, String name) {
        var value = node.path(name);
        try {
            if (value.isNumber()) {
                return Optional.of(Instant.ofEpochMilli(value.asLong(0)));
            }
            return value.isString() ? Optional.of(Instant.parse(value.asString(""))) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    static List<String> texts(JsonNode node, String name) {
        var texts = new ArrayList<String>();
        node.path(name).forEach(item -> texts.add(item.isString() ? item.asString("") : item.toString()));
        return texts;
    }

    /** Sentences, some of which name the field they are about. */
    static List<String> sentences(JsonNode node, String name) {
        return list(
                node.path(name),
                item -> item.isObject()
                        ? (text(item, "pointer") + " " + text(item, "message")).strip()
                        : item.asString(""));
    }

    static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
        var items = new ArrayList<T>();
        array.forEach(item -> items.add(read.apply(item)));
        return items;
    }

    /** The items of a list answer, which is an array or an object with {@code items}. */
    static <T> List<T> items(JsonNode answer, Function<JsonNode, T> read) {
        return list(answer.isArray() ? answer : answer.path("items"), read);
    }
}
