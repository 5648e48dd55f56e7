package io.slipway.server.schema;

import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of an edited document, with the alternatives chosen for values that fit several.
 *
 * <p>Never changed after it was made: an edit makes another one, which is what undo keeps.
 */
final class FormDocument {
    private final FormModel model;
    private final ObjectNode tree;
    private final Map<String, Integer> chosen;

    FormDocument(FormModel model, ObjectNode tree) {
        this(model, tree, Map.of());
    }

    private FormDocument(FormModel model, ObjectNode tree, Map<String, Integer> chosen) {
        this.model = model;
        this.tree = tree;
        this.chosen = chosen;
    }

    static ArrayNode emptyList() {
        return Json.mapper().createArrayNode();
    }

    /** The document; not to be changed. */
    ObjectNode tree() {
        return tree;
    }

    /** The same with a value; objects above it are made. */
    FormDocument with(String pointer, JsonNode value) {
        if (pointer.isEmpty()) {
            return new FormDocument(model, (ObjectNode) value, chosen);
        }
        var copy = tree.deepCopy();
        put(parent(copy, pointer), Pointers.last(pointer), value);
        return new FormDocument(model, copy, chosen);
    }

    private static void put(JsonNode parent, String name, JsonNode value) {
        switch (parent) {
            case ObjectNode object -> object.set(name, value);
            case ArrayNode array -> {
                int index = Integer.parseInt(name);
                if (index == array.size()) {
                    array.add(value);
                } else {
                    array.set(index, value);
                }
            }
            default -> throw new IllegalArgumentException("no such place: " + name);
        }
    }

    /** The container of a place, made where it is missing or of another type than its field. */
    private JsonNode parent(ObjectNode copy, String pointer) {
        var above = Pointers.parent(pointer);
        if (above.isEmpty()) {
            return copy;
        }
        var present = copy.at(above);
        var field = model.place(above).field();
        boolean list = field instanceof Field.Items;
        if (list ? present.isArray() : present.isObject()) {
            return present;
        }
        JsonNode made = field instanceof Field.Group group ? initial(group) : list ? startOf(field) : Json.object();
        put(parent(copy, above), Pointers.last(above), made);
        return made;
    }

    /** An absent list counts with its default, so an edit of one entry starts from there. */
    private static JsonNode startOf(Field list) {
        return list.facts()
                .defaultValue()
                .filter(JsonNode::isArray)
                .map(JsonNode::deepCopy)
                .orElseGet(FormDocument::emptyList);
    }

    /** The same without a value; a group that is empty then and need not be there goes too. */
    FormDocument without(String pointer) {
        var copy = tree.deepCopy();
        var at = pointer;
        while (!at.isEmpty()) {
            var parent = copy.at(Pointers.parent(at));
            if (parent instanceof ObjectNode object) {
                object.remove(Pointers.last(at));
            } else if (parent instanceof ArrayNode array) {
                array.remove(Integer.parseInt(Pointers.last(at)));
            }
            at = Pointers.parent(at);
            boolean needless = copy.at(at).isObject()
                    && copy.at(at).isEmpty()
                    && model.place(at).field() instanceof Field.Group group
                    && !group.optional()
                    && !group.facts().required()
                    && !at.endsWith("/" + Pointers.ANY);
            if (!needless || entry(at)) {
                break;
            }
        }
        return new FormDocument(model, copy, chosen);
    }

    private boolean entry(String pointer) {
        return !pointer.isEmpty() && model.place(Pointers.parent(pointer)).field() instanceof Field.Items;
    }

    /** The same with another alternative of a value. */
    FormDocument choosing(Field.Variant variant, String pointer, int number) {
        var next = with(pointer, initial(variant.alternatives().get(number)));
        var choices = new HashMap<>(chosen);
        choices.put(pointer, number);
        return new FormDocument(model, next.tree, Map.copyOf(choices));
    }

    /** Number of the alternative that fits the value best; the chosen one when it fits as well as any. */
    int alternative(Field.Variant variant, String pointer) {
        var value = tree.at(pointer);
        int best =
                Math.min(chosen.getOrDefault(pointer, 0), variant.alternatives().size() - 1);
        int bestFit = fit(variant.alternatives().get(best), value);
        for (int i = 0; i < variant.alternatives().size(); i++) {
            int fit = fit(variant.alternatives().get(i), value);
            if (fit > bestFit) {
                best = i;
                bestFit = fit;
            }
        }
        return best;
    }

    /** How well a value fits a field: negative when not at all, otherwise one more for each known member. */
    private static int fit(Field field, JsonNode value) {
        return switch (field) {
            case Field.Text text -> value.isString() ? 1 : -1;
            case Field.Number number -> value.isNumber() ? 1 : -1;
            case Field.Flag flag -> value.isBoolean() ? 1 : -1;
            case Field.Choice choice ->
                choice.options().stream().anyMatch(option -> option.value().equals(value)) ? 2 : -1;
            case Field.Secret secret -> value.isString() || value.isObject() ? 1 : -1;
            case Field.Items items -> value.isArray() ? 1 : -1;
            case Field.Variant variant ->
                variant.alternatives().stream()
                        .mapToInt(each -> fit(each, value))
                        .max()
                        .orElse(-1);
            case Field.Group group -> fitMembers(group, value);
        };
    }

    private static int fitMembers(Field.Group group, JsonNode value) {
        if (!value.isObject()) {
            return -1;
        }
        int known = 0;
        for (var member : group.members()) {
            var present = value.path(member.name());
            if (!present.isMissingNode()) {
                boolean wrong = member instanceof Field.Choice choice
                        && choice.options().size() == 1
                        && fit(member, present) < 0;
                known += wrong ? -1000 : 1;
            } else if (member.facts().required()) {
                known--;
            }
        }
        return known - (value.size() - Math.max(known, 0));
    }

    /** What a new value of the field starts as: what the schema prescribes, and nothing else. */
    static JsonNode initial(Field field) {
        var byDefault = field.facts().defaultValue().map(JsonNode::deepCopy);
        return switch (field) {
            case Field.Text text ->
                byDefault.orElseGet(() -> Json.mapper().getNodeFactory().stringNode(""));
            case Field.Number number ->
                byDefault.orElseGet(() -> Json.mapper()
                        .getNodeFactory()
                        .numberNode(number.least()
                                .map(java.math.BigDecimal::intValue)
                                .orElse(0)));
            case Field.Choice choice ->
                byDefault.orElseGet(() -> choice.options().getFirst().value());
            case Field.Flag flag ->
                byDefault.orElseGet(() -> Json.mapper().getNodeFactory().booleanNode(false));
            case Field.Secret secret ->
                secret.inObject()
                        ? Json.object()
                        : Json.mapper().getNodeFactory().stringNode("");
            case Field.Items items -> byDefault.orElseGet(FormDocument::emptyList);
            case Field.Variant variant -> initial(variant.alternatives().getFirst());
            case Field.Group group -> {
                var object = Json.object();
                for (var member : group.members()) {
                    prescribed(member).ifPresent(value -> object.set(member.name(), value));
                }
                yield object;
            }
        };
    }

    private static Optional<JsonNode> prescribed(Field member) {
        if (!member.facts().required() || member instanceof Field.Secret) {
            return Optional.empty();
        }
        boolean obvious = member.facts().defaultValue().isPresent()
                || member instanceof Field.Group
                || member instanceof Field.Choice choice && choice.options().size() == 1;
        return obvious ? Optional.of(initial(member)) : Optional.empty();
    }

    boolean differs(Field field, String pointer) {
        var value = tree.at(pointer);
        if (value.isMissingNode()) {
            return false;
        }
        var byDefault = field.facts().defaultValue();
        if (byDefault.isPresent()) {
            return !same(value, byDefault.get());
        }
        return switch (field) {
            case Field.Group group ->
                group.optional()
                        || group.members().stream()
                                .anyMatch(member -> differs(member, Pointers.child(pointer, member.name())));
            case Field.Choice choice ->
                choice.options().size() > 1 && !field.facts().required();
            case Field.Items items -> !value.isEmpty() && !field.facts().required();
            case Field.Text text -> !field.facts().required();
            case Field.Number number -> !field.facts().required();
            case Field.Flag flag -> !field.facts().required();
            case Field.Secret secret -> !field.facts().required();
            case Field.Variant variant -> !field.facts().required();
        };
    }

    /** How many settings differ from their defaults; a list counts once. */
    int differences(Field field, String pointer) {
        if (field instanceof Field.Group group) {
            return group.members().stream()
                    .mapToInt(member -> differences(member, Pointers.child(pointer, member.name())))
                    .sum();
        }
        return differs(field, pointer) ? 1 : 0;
    }

    /** Whether two values mean the same; numbers by value, and an absent group like an empty one. */
    static boolean same(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0;
        }
        if (one.isObject() && other.isObject()) {
            return covers(one, other) && covers(other, one);
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                if (!same(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }

    private static boolean covers(JsonNode one, JsonNode other) {
        for (var member : other.properties()) {
            var mine = one.get(member.getKey());
            boolean empty = member.getValue().isObject() && member.getValue().isEmpty();
            if (mine == null ? !empty : !same(mine, member.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The deepest place that covers all differences of two documents. */
    static String firstDifference(JsonNode one, JsonNode other) {
        var at = "";
        var left = one;
        var right = other;
        while (left.isObject() && right.isObject()) {
            var changed = new ArrayList<String>();
            var names = new java.util.TreeSet<>(left.propertyNames());
            names.addAll(right.propertyNames());
            for (var name : names) {
                if (!left.path(name).equals(right.path(name))) {
                    changed.add(name);
                }
            }
            if (changed.size() != 1) {
                return at;
            }
            at = Pointers.child(at, changed.getFirst());
            left = left.path(changed.getFirst());
            right = right.path(changed.getFirst());
        }
        return at;
    }

    List<FormModel.Place> search(String words, int most) {
        var found = new java.util.LinkedHashMap<String, FormModel.Place>();
        for (var field : model.search(words, most)) {
            places(field, found);
        }
        values(model.root(), "", FormSearch.fold(words).strip(), found);
        return found.values().stream().limit(most).toList();
    }

    /** Every place of this document where the field is; a template stands for the list when the list is empty. */
    private void places(Field field, Map<String, FormModel.Place> found) {
        var pointers = List.of("");
        var names = Pointers.names(field.pointer());
        for (var name : names) {
            var next = new ArrayList<String>();
            for (var pointer : pointers) {
                if (!name.equals(Pointers.ANY)) {
                    next.add(Pointers.child(pointer, name));
                    continue;
                }
                for (int i = 0; i < tree.at(pointer).size(); i++) {
                    next.add(Pointers.child(pointer, Integer.toString(i)));
                }
                if (next.isEmpty()) {
                    found.putIfAbsent(pointer, model.place(pointer));
                }
            }
            pointers = next;
        }
        pointers.forEach(pointer -> found.putIfAbsent(pointer, new FormModel.Place(pointer, field)));
    }

    private void values(Field field, String pointer, String words, Map<String, FormModel.Place> found) {
        var value = tree.at(pointer);
        if (words.isEmpty() || field instanceof Field.Secret || value.isMissingNode()) {
            return;
        }
        if (value.isValueNode()) {
            if (!value.isBoolean() && FormSearch.fold(value.asString("")).contains(words)) {
                found.putIfAbsent(pointer, new FormModel.Place(pointer, field));
            }
            return;
        }
        switch (field) {
            case Field.Group group ->
                group.members().forEach(member -> values(member, Pointers.child(pointer, member.name()), words, found));
            case Field.Items items -> {
                for (int i = 0; i < value.size(); i++) {
                    values(items.item(), Pointers.child(pointer, Integer.toString(i)), words, found);
                }
            }
            case Field.Variant variant ->
                values(variant.alternatives().get(alternative(variant, pointer)), pointer, words, found);
            case Field.Text text -> {}
            case Field.Number number -> {}
            case Field.Choice choice -> {}
            case Field.Flag flag -> {}
            case Field.Secret secret -> {}
        }
    }
}
