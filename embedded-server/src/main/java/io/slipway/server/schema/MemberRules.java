package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * The members of one object of a schema and when each is required or counts, gathered from {@code properties},
 * {@code required}, {@code if/then/else}, {@code allOf}, {@code dependentRequired} and {@code dependentSchemas}.
 *
 * <p>A branch may require members, forbid them with {@code false}, and bring members of its own. A branch that narrows a
 * member is refused: the form would offer what the check then rejects. Used once, by one thread.
 */
final class MemberRules {
    private static final Set<String> BRANCH = Set.of(
            "properties",
            "required",
            "if",
            "then",
            "else",
            "allOf",
            "$comment",
            "title",
            "description",
            "type",
            "dependentRequired");
    private static final Set<String> TEST =
            Set.of("properties", "required", "not", "allOf", "anyOf", "$comment", "type");
    private static final Set<String> MEMBER_TEST =
            Set.of("const", "enum", "properties", "required", "not", "allOf", "anyOf", "type");

    private final String pointer;
    private final Consumer<String> problem;
    private final Map<String, JsonNode> members = new LinkedHashMap<>();
    private final Set<String> own = new HashSet<>();
    private final Set<String> required = new HashSet<>();
    private final Map<String, Condition> requiredWhen = new HashMap<>();
    private final Map<String, Condition> forbidden = new HashMap<>();
    private final Map<String, Condition> brought = new HashMap<>();

    MemberRules(String pointer, Consumer<String> problem) {
        this.pointer = pointer;
        this.problem = problem;
    }

    void read(JsonNode node) {
        node.path("properties").properties().forEach(each -> {
            members.put(each.getKey(), each.getValue());
            own.add(each.getKey());
        });
        node.path("required").forEach(name -> required.add(name.asString("")));
        conditional(node, Condition.ALWAYS);
        required.forEach(this::mustExist);
        requiredWhen.keySet().forEach(this::mustExist);
    }

    private void mustExist(String name) {
        if (!members.containsKey(name)) {
            problem.accept("requires " + name + ", which it does not describe");
        }
    }

    Map<String, JsonNode> members() {
        return members;
    }

    boolean required(String name) {
        return required.contains(name);
    }

    Condition requiredWhen(String name) {
        return requiredWhen.getOrDefault(name, Condition.NEVER);
    }

    Condition applies(String name) {
        var allowed = brought.getOrDefault(name, Condition.ALWAYS);
        var never = forbidden.getOrDefault(name, Condition.NEVER);
        return never.equals(Condition.NEVER) ? allowed : allowed.and(never.negated());
    }

    private void conditional(JsonNode node, Condition when) {
        if (node.has("if")) {
            var test = test(node.get("if"), pointer);
            branch(node.path("then"), when.and(test));
            branch(node.path("else"), when.and(test.negated()));
        }
        node.path("allOf").forEach(part -> branch(part, when));
        for (var dependent : node.path("dependentRequired").properties()) {
            var present = when.and(new Condition.Present(Pointers.child(pointer, dependent.getKey())));
            dependent.getValue().forEach(name -> require(name.asString(""), present));
        }
        for (var dependent : node.path("dependentSchemas").properties()) {
            branch(dependent.getValue(), when.and(new Condition.Present(Pointers.child(pointer, dependent.getKey()))));
        }
    }

    private void branch(JsonNode branch, Condition when) {
        if (branch.isMissingNode() || branch.isBoolean() && branch.booleanValue()) {
            return;
        }
        refuseOthers(branch, BRANCH, "in a condition");
        branch.path("required").forEach(name -> require(name.asString(""), when));
        for (var member : branch.path("properties").properties()) {
            var name = member.getKey();
            var schema = member.getValue();
            if (schema.isBoolean()) {
                if (!schema.booleanValue()) {
                    forbidden.merge(name, when, Condition::or);
                }
            } else if (own.contains(name)) {
                problem.accept("narrows " + name + " in a condition, which a form cannot show");
            } else if (members.containsKey(name) && !members.get(name).equals(schema)) {
                problem.accept("describes " + name + " differently in two conditions");
            } else {
                members.put(name, schema);
                brought.merge(name, when, Condition::or);
            }
        }
        conditional(branch, when);
    }

    private void require(String name, Condition when) {
        if (when.equals(Condition.ALWAYS)) {
            required.add(name);
        } else {
            requiredWhen.merge(name, when, Condition::or);
        }
    }

    private Condition test(JsonNode test, String at) {
        refuseOthers(test, at.equals(pointer) ? TEST : MEMBER_TEST, "in an if");
        var parts = new ArrayList<Condition>();
        if (test.has("const")) {
            parts.add(new Condition.Is(at, List.of(test.get("const"))));
        }
        if (test.has("enum")) {
            parts.add(new Condition.Is(at, test.get("enum").valueStream().toList()));
        }
        test.path("required").forEach(name -> parts.add(new Condition.Present(Pointers.child(at, name.asString("")))));
        test.path("properties")
                .properties()
                .forEach(each -> parts.add(test(each.getValue(), Pointers.child(at, each.getKey()))));
        test.path("allOf").forEach(part -> parts.add(test(part, at)));
        if (test.has("anyOf")) {
            parts.add(new Condition.Any(
                    test.get("anyOf").valueStream().map(part -> test(part, at)).toList()));
        }
        if (test.has("not")) {
            parts.add(test(test.get("not"), at).negated());
        }
        return parts.size() == 1 ? parts.getFirst() : new Condition.All(parts);
    }

    private void refuseOthers(JsonNode node, Set<String> known, String where) {
        node.propertyNames().stream()
                .filter(keyword -> !known.contains(keyword))
                .forEach(keyword -> problem.accept("uses the keyword " + keyword + " " + where));
    }
}
