package io.slipway.server.hypervisor.pve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads values as Proxmox writes them: numbers as text, booleans as 1 and 0, absent instead of null. */
final class Lenient {
    private static final int MOST_ROWS = 100_000;

    private Lenient() {}

    /** A scalar as text; empty for everything else. */
    static Optional<String> text(JsonNode object, String key) {
        var value = object.get(key);
        if (value == null || !value.isValueNode() || value.isNull()) {
            return Optional.empty();
        }
        return Optional.of(value.isBoolean() ? (value.asBoolean() ? "1" : "0") : value.asString());
    }

    /** A number of any spelling, or the fallback. */
    static long number(JsonNode object, String key, long fallback) {
        return text(object, key).map(text -> number(text, fallback)).orElse(fallback);
    }

    /** A number of any spelling, or the fallback; fractions are cut off. */
    static long number(String text, long fallback) {
        int dot = text.indexOf('.');
        var whole = dot < 0 ? text : text.substring(0, dot);
        try {
            return Long.parseLong(whole.strip());
        } catch (NumberFormatException e) {
            return fallback;
        }
    }

    static boolean flag(JsonNode object, String key) {
        return text(object, key).filter("1"::equals).isPresent();
    }

    /** The objects of an array; anything else in it is left out, because the tree differs between versions. */
    static List<JsonNode> rows(JsonNode array) {
        var rows = new ArrayList<JsonNode>();
        if (array.isArray()) {
            for (var row : array) {
                if (row.isObject() && rows.size() < MOST_ROWS) {
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
