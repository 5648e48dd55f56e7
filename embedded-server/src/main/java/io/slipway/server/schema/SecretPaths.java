package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where a document of a schema holds secrets: every property that the schema marks {@code writeOnly} or refers to its
 * definition {@code secret}.
 *
 * <p>A secret is a text, or an object whose text stands in {@code value}. Immutable.
 */
public final class SecretPaths {
    /** What stands in answers and forms where a secret is; sent back, it means "unchanged". */
    public static final String MASK = "***";

    private static final String ANY = Pointers.ANY;
    private static final String DEFINITION = "#/$defs/secret";
    private static final String VALUE = "value";

    private final List<List<String>> paths;

    private SecretPaths(List<List<String>> paths) {
        this.paths = paths;
    }

    /** The places that any of the schemas marks. */
    public static SecretPaths of(JsonNode... schemas) {
        var found = new ArrayList<List<String>>();
        for (var schema : schemas) {
            collect(schema, List.of(), found);
        }
        return new SecretPaths(found.stream().distinct().toList());
    }

    private static void collect(JsonNode schema, List<String> at, List<List<String>> found) {
        boolean marked = schema.path("writeOnly").asBoolean(false)
                || schema.path("$ref").asString("").equals(DEFINITION);
        if (marked) {
            found.add(at);
            return;
        }
        schema.path("properties")
                .properties()
                .forEach(property -> collect(property.getValue(), longer(at, property.getKey()), found));
        if (schema.path("items").isObject()) {
            collect(schema.path("items"), longer(at, ANY), found);
        }
    }

    private static List<String> longer(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return List.copyOf(longer);
    }

    /** The places themselves, as pointers with {@code *} for the entries of lists. */
    public List<String> pointers() {
        return paths.stream()
                .map(path -> path.stream().reduce("", Pointers::child))
                .toList();
    }

    /** JSON Pointers of the secrets that the document has, whether they hold a text or a rule. */
    public List<String> in(ObjectNode document) {
        var found = new ArrayList<String>();
        paths.forEach(path -> expand(document, path, "", found));
        return found;
    }

    private static void expand(JsonNode node, List<String> path, String pointer, List<String> found) {
        if (path.isEmpty()) {
            found.add(pointer);
            return;
        }
        var rest = path.subList(1, path.size());
        if (path.getFirst().equals(ANY) && node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                expand(list.get(i), rest, pointer + "/" + i, found);
            }
        } else if (node instanceof ObjectNode object && object.has(path.getFirst())) {
            expand(object.get(path.getFirst()), rest, pointer + "/" + path.getFirst(), found);
        }
    }

    /** JSON Pointers of the secret texts that the document has. */
    public List<String> texts(ObjectNode document) {
        return in(document).stream()
                .map(pointer -> document.at(pointer).isObject() ? pointer + "/" + VALUE : pointer)
                .filter(pointer -> document.at(pointer).isString())
                .toList();
    }

    /** A copy of the document with each secret text replaced. */
    public ObjectNode map(ObjectNode document, UnaryOperator<String> change) {
        var copy = document.deepCopy();
        texts(document)
                .forEach(pointer ->
                        set(copy, pointer, change.apply(document.at(pointer).stringValue())));
        return copy;
    }

    /** Replaces the text at a pointer whose parent is there. */
    public static void set(ObjectNode document, String pointer, String text) {
        int last = pointer.lastIndexOf('/');
        var parent = last == 0 ? document : document.at(pointer.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.put(pointer.substring(last + 1), text);
        }
    }
}
