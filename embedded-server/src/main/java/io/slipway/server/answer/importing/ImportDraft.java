package io.slipway.server.answer.importing;

import io.slipway.server.answer.importing.ImportLine.Outcome;
import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The profile under construction and the report about it. Not thread-safe. */
final class ImportDraft {
    private final ObjectNode document = Json.object();
    private final List<ImportLine> lines = new ArrayList<>();

    ObjectNode document() {
        return document;
    }

    List<ImportLine> lines() {
        return lines;
    }

    boolean has(String pointer) {
        return !document.at(pointer).isMissingNode();
    }

    /** Sets a field, creating the objects above it; names of fields only, no positions of lists. */
    void set(String pointer, JsonNode value) {
        parent(pointer).set(pointer.substring(pointer.lastIndexOf('/') + 1), value);
    }

    void set(String pointer, String value) {
        set(pointer, Json.mapper().getNodeFactory().stringNode(value));
    }

    void set(String pointer, int value) {
        set(pointer, Json.mapper().getNodeFactory().numberNode(value));
    }

    void set(String pointer, boolean value) {
        set(pointer, Json.mapper().getNodeFactory().booleanNode(value));
    }

    ArrayNode list(String pointer) {
        if (document.at(pointer) instanceof ArrayNode present) {
            return present;
        }
        return parent(pointer).putArray(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    private ObjectNode parent(String pointer) {
        var node = document;
        var steps = pointer.split("/", -1);
        for (int i = 1; i < steps.length - 1; i++) {
            node = node.get(steps[i]) instanceof ObjectNode present ? present : node.putObject(steps[i]);
        }
        return node;
    }

    void taken(String where, String pointer) {
        lines.add(new ImportLine(where, Outcome.TAKEN, pointer, ""));
    }

    void adapted(String where, String pointer, String how) {
        lines.add(new ImportLine(where, Outcome.ADAPTED, pointer, how));
    }

    void always(String where) {
        lines.add(new ImportLine(where, Outcome.ALWAYS, "", ""));
    }

    void left(String where, String reason) {
        lines.add(new ImportLine(where, Outcome.LEFT, "", reason));
    }

    /** Every leaf below an element that nobody reads. */
    void leftAll(String where, XmlNode node, String reason) {
        if (node.leaf()) {
            left(where, reason);
        }
        node.children().forEach(child -> leftAll(where + "/" + child.name(), child, reason));
    }
}
