package io.slipway.server.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a JSON Schema (2020-12) into fields.
 *
 * <p>It knows the keywords it can show and refuses all others, because a keyword it skipped would be a setting the editor
 * hides. The extension {@code x-slipway} adds what a schema has no word for. Used once, by one thread.
 */
final class FormReader {
    private static final int LONGEST_LINE = 1000;
    private static final String SECRET = "#/$defs/secret";
    private static final String FIRST_SECTION = "basics";

    private static final Set<String> NOTES = Set.of(
            "title",
            "description",
            "default",
            "$comment",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            FormNotes.KEYWORD);
    private static final Set<String> TEXT = Set.of("type", "minLength", "maxLength", "pattern", "format");
    private static final Set<String> NUMBER = Set.of("type", "minimum", "maximum", "multipleOf");
    private static final Set<String> CHOICE = Set.of("type", "enum", "const", "oneOf");
    private static final Set<String> FLAG = Set.of("type");
    private static final Set<String> ITEMS = Set.of("type", "items", "minItems", "maxItems", "uniqueItems");
    private static final Set<String> GROUP = Set.of(
            "type",
            "properties",
            "required",
            "additionalProperties",
            "unevaluatedProperties",
            "minProperties",
            "maxProperties",
            "if",
            "then",
            "else",
            "allOf",
            "dependentRequired",
            "dependentSchemas");
    private static final Set<String> ROOT = Set.of("$schema", "$id", "$defs");

    private final JsonNode root;
    private final FormWords words;
    private final FormCatalogs catalogs;
    private final List<String> problems = new ArrayList<>();
    private final List<String> secrets = new ArrayList<>();

    /** What a field inherits from where it stands. */
    private record Standing(
            String pointer,
            boolean required,
            Condition requiredWhen,
            Condition applies,
            boolean expert,
            String section) {

        Standing entry() {
            return new Standing(
                    Pointers.child(pointer, Pointers.ANY), true, Condition.NEVER, Condition.ALWAYS, expert, section);
        }

        Standing alternative() {
            return new Standing(pointer, required, Condition.NEVER, Condition.ALWAYS, expert, section);
        }
    }

    FormReader(JsonNode root, FormWords words, FormCatalogs catalogs) {
        this.root = root;
        this.words = words;
        this.catalogs = catalogs;
    }

    Field.Group read() {
        var field = field(root, new Standing("", true, Condition.NEVER, Condition.ALWAYS, false, FIRST_SECTION), 0);
        var known = SecretPaths.of(root).pointers();
        secrets.stream()
                .filter(secret -> !known.contains(secret))
                .forEach(secret -> problem(secret, "is a secret where secrets are not looked for"));
        if (field instanceof Field.Group group && problems.isEmpty()) {
            return group;
        }
        problems.addFirst("The schema " + root.path("$id").asString("") + " cannot be shown as a form:");
        throw new IllegalStateException(String.join("\n  ", problems));
    }

    private void problem(String pointer, String what) {
        problems.add((pointer.isEmpty() ? "the document" : pointer) + " " + what);
    }

    private Field field(JsonNode given, Standing standing, int depth) {
        boolean secret = given.path("writeOnly").asBoolean(false)
                || given.path("$ref").asString("").equals(SECRET);
        var node = resolve(given, standing.pointer);
        if (node == null || depth > 24) {
            problem(standing.pointer, "has a $ref that leads nowhere, out of the schema, or to itself");
            return new Field.Flag(facts(given, standing));
        }
        if (secret) {
            return secret(node, standing);
        }
        if (node.has("enum") || node.has("const") || labelled(node)) {
            return choice(node, standing);
        }
        if (node.has("oneOf") || onlyOneMember(node)) {
            return variant(node, standing, depth);
        }
        var types = types(node);
        return switch (types.size() == 1 ? types.getFirst() : "") {
            case "string" -> text(node, standing);
            case "integer" -> number(node, standing, true, false);
            case "number" -> number(node, standing, false, false);
            case "boolean" -> flag(node, standing);
            case "array" -> items(node, standing, depth);
            case "object" -> group(node, standing, depth);
            default -> severalTypes(node, standing, types);
        };
    }

    private Field severalTypes(JsonNode node, Standing standing, List<String> types) {
        if (types.equals(List.of("integer", "null")) || types.equals(List.of("number", "null"))) {
            return number(node, standing, types.getFirst().equals("integer"), true);
        }
        problem(standing.pointer, "has a type a form cannot show: " + types);
        return new Field.Flag(facts(node, standing));
    }

    private static List<String> types(JsonNode node) {
        var type = node.path("type");
        if (type.isString()) {
            return List.of(type.stringValue());
        }
        if (type.isArray()) {
            return type.valueStream().map(each -> each.asString("")).toList();
        }
        return node.has("properties") ? List.of("object") : List.of();
    }

    /** The definition a reference names, with what stands beside the reference; null when there is none. */
    private @org.jspecify.annotations.Nullable JsonNode resolve(JsonNode given, String pointer) {
        var node = given;
        for (int hops = 0; node.has("$ref"); hops++) {
            var ref = node.path("$ref").asString("");
            var target = ref.startsWith("#/") ? root.at(ref.substring(1)) : root.path("$ref");
            if (!target.isObject() || hops > 8) {
                return null;
            }
            var merged = (ObjectNode) target.deepCopy();
            node.properties().stream()
                    .filter(each -> !each.getKey().equals("$ref"))
                    .forEach(each -> merged.set(each.getKey(), each.getValue()));
            node = merged;
        }
        return node;
    }

    private FormNotes notes(JsonNode node, Standing standing) {
        return FormNotes.of(node, standing.pointer, what -> problem(standing.pointer, what));
    }

    private FieldFacts facts(JsonNode node, Standing standing) {
        var notes = notes(node, standing);
        return new FieldFacts(
                standing.pointer,
                words.label(standing.pointer, node),
                words.hint(standing.pointer, node),
                words.unit(standing.pointer, notes.unit()),
                Optional.ofNullable(node.get("default")),
                standing.required,
                standing.requiredWhen,
                standing.applies.and(notes.applies()),
                standing.expert || notes.expert(),
                standing.section);
    }

    private void accept(JsonNode node, Standing standing, Set<String> keywords) {
        for (var keyword : node.propertyNames()) {
            boolean atRoot = standing.pointer.isEmpty() && ROOT.contains(keyword);
            if (!keywords.contains(keyword) && !NOTES.contains(keyword) && !atRoot) {
                problem(standing.pointer, "uses the keyword " + keyword + ", which a form cannot show");
            }
        }
    }

    private Field text(JsonNode node, Standing standing) {
        accept(node, standing, TEXT);
        var limits = limits(node);
        var notes = notes(node, standing);
        var lines = notes.lines().orElse(limits.most() > LONGEST_LINE ? Field.Lines.SEVERAL : Field.Lines.ONE);
        return new Field.Text(facts(node, standing), limits, lines, suggestions(notes));
    }

    private List<Field.Option> suggestions(FormNotes notes) {
        return notes.catalog().map(catalogs::entries).orElse(List.of());
    }

    private static Field.TextLimits limits(JsonNode node) {
        return new Field.TextLimits(
                node.path("minLength").asInt(0),
                node.path("maxLength").asInt(Integer.MAX_VALUE),
                node.path("pattern").asString(""));
    }

    private Field.Number number(JsonNode node, Standing standing, boolean whole, boolean nullable) {
        accept(node, standing, NUMBER);
        return new Field.Number(
                facts(node, standing),
                whole,
                decimal(node, "minimum"),
                decimal(node, "maximum"),
                nullable,
                suggestions(notes(node, standing)));
    }

    private static Optional<BigDecimal> decimal(JsonNode node, String keyword) {
        return node.has(keyword) ? Optional.of(node.get(keyword).decimalValue()) : Optional.empty();
    }

    private Field flag(JsonNode node, Standing standing) {
        accept(node, standing, FLAG);
        return new Field.Flag(facts(node, standing));
    }

    /** Whether it is a list of constants with titles, the usual way to name the values of an enumeration. */
    private static boolean labelled(JsonNode node) {
        return node.has("oneOf") && node.get("oneOf").valueStream().allMatch(each -> each.has("const"));
    }

    private Field choice(JsonNode node, Standing standing) {
        accept(node, standing, CHOICE);
        var options = new ArrayList<Field.Option>();
        if (node.has("const")) {
            options.add(option(standing, node.get("const"), node.get("const")));
        }
        node.path("enum").forEach(value -> options.add(option(standing, value, value)));
        node.path("oneOf").forEach(each -> options.add(option(standing, each.get("const"), each.path("title"))));
        return new Field.Choice(facts(node, standing), options);
    }

    private Field.Option option(Standing standing, JsonNode value, JsonNode title) {
        var label = words.option(standing.pointer, value);
        boolean named = !label.equals(value.asString(""));
        return new Field.Option(value, named || !title.isString() ? label : title.stringValue());
    }

    private Field secret(JsonNode node, Standing standing) {
        secrets.add(standing.pointer);
        if (types(node).equals(List.of("string"))) {
            accept(node, standing, TEXT);
            return new Field.Secret(facts(node, standing), limits(node), false, Optional.empty());
        }
        var members = node.path("properties");
        var length = members.path("generate").path("properties").path("length");
        boolean usual = members.path("value").path("type").asString("").equals("string")
                && members.propertyNames().stream().allMatch(Set.of("value", "generate")::contains);
        if (!usual) {
            problem(standing.pointer, "is a secret that is neither a text nor an object with value and generate");
        }
        var at = new Standing(
                standing.pointer + "/generate/length",
                false,
                Condition.NEVER,
                Condition.ALWAYS,
                false,
                standing.section);
        return new Field.Secret(
                facts(node, standing),
                limits(members.path("value")),
                true,
                length.isObject() ? Optional.of(number(length, at, true, false)) : Optional.empty());
    }

    private Field items(JsonNode node, Standing standing, int depth) {
        accept(node, standing, ITEMS);
        if (!node.path("items").isObject()) {
            problem(standing.pointer, "is a list without a schema of its entries");
        }
        return new Field.Items(
                facts(node, standing),
                field(node.path("items"), standing.entry(), depth + 1),
                node.path("minItems").asInt(0),
                node.path("maxItems").asInt(Integer.MAX_VALUE),
                node.path("uniqueItems").asBoolean(false));
    }

    /** An object that has exactly one of its members is a choice between them. */
    private static boolean onlyOneMember(JsonNode node) {
        return node.has("properties")
                && node.path("minProperties").asInt(0) == 1
                && node.path("maxProperties").asInt(0) == 1;
    }

    private Field variant(JsonNode node, Standing standing, int depth) {
        var alternatives = new ArrayList<Field>();
        var base = ((ObjectNode) node).deepCopy();
        base.remove(List.of("oneOf", "title", "description", "default", FormNotes.KEYWORD));
        if (node.has("oneOf")) {
            var given = node.get("oneOf");
            for (int i = 0; i < given.size(); i++) {
                alternatives.add(alternative(merge(base, given.get(i), standing), standing, depth, i + 1));
            }
        } else {
            base.remove(List.of("minProperties", "maxProperties"));
            int number = 0;
            for (var member : node.get("properties").properties()) {
                var one = base.deepCopy();
                one.putObject("properties").set(member.getKey(), member.getValue());
                one.putArray("required").add(member.getKey());
                one.put("title", words.label(Pointers.child(standing.pointer, member.getKey()), member.getValue()));
                alternatives.add(alternative(one, standing, depth, ++number));
            }
        }
        return new Field.Variant(facts(node, standing), alternatives);
    }

    private Field alternative(JsonNode node, Standing standing, int depth, int number) {
        var resolved = resolve(node, standing.pointer);
        var titled = (ObjectNode) (resolved == null ? node : resolved).deepCopy();
        var label = words.alternative(standing.pointer, number, titled);
        return relabelled(field(titled, standing.alternative(), depth + 1), label);
    }

    private static Field relabelled(Field field, String label) {
        var old = field.facts();
        var facts = new FieldFacts(
                old.pointer(),
                label,
                old.hint(),
                old.unit(),
                old.defaultValue(),
                old.required(),
                old.requiredWhen(),
                old.applies(),
                old.expert(),
                old.section());
        return switch (field) {
            case Field.Text text -> new Field.Text(facts, text.limits(), text.lines(), text.suggestions());
            case Field.Number number ->
                new Field.Number(
                        facts, number.whole(), number.least(), number.most(), number.nullable(), number.suggestions());
            case Field.Choice choice -> new Field.Choice(facts, choice.options());
            case Field.Flag flag -> new Field.Flag(facts);
            case Field.Secret secret -> new Field.Secret(facts, secret.limits(), secret.inObject(), secret.generate());
            case Field.Items items -> new Field.Items(facts, items.item(), items.least(), items.most(), items.unique());
            case Field.Group group -> new Field.Group(facts, group.members(), group.optional());
            case Field.Variant variant -> new Field.Variant(facts, variant.alternatives());
        };
    }

    /** One alternative with the members that all of them share. */
    private JsonNode merge(ObjectNode base, JsonNode own, Standing standing) {
        if (base.isEmpty() || !own.isObject()) {
            return own;
        }
        var merged = base.deepCopy();
        for (var keyword : own.properties()) {
            switch (keyword.getKey()) {
                case "properties" -> {
                    var members = merged.withObject("/properties");
                    keyword.getValue().properties().forEach(each -> members.set(each.getKey(), each.getValue()));
                }
                case "required" ->
                    merged.withArray("/required")
                            .addAll(keyword.getValue().valueStream().toList());
                default -> merged.set(keyword.getKey(), keyword.getValue());
            }
        }
        if (own.has("$ref")) {
            problem(standing.pointer, "has a $ref in an alternative beside shared members");
        }
        return merged;
    }

    private Field group(JsonNode node, Standing standing, int depth) {
        accept(node, standing, GROUP);
        var rest = node.path("additionalProperties");
        if (rest.isObject()) {
            problem(standing.pointer, "has members of any name, which a form cannot show");
        }
        var rules = new MemberRules(standing.pointer, what -> problem(standing.pointer, what));
        rules.read(node);
        var facts = facts(node, standing);
        var ordered = new LinkedHashMap<Field, Integer>();
        for (var member : rules.members().entrySet()) {
            var at = Pointers.child(standing.pointer, member.getKey());
            var inner = new Standing(
                    at,
                    rules.required(member.getKey()),
                    rules.requiredWhen(member.getKey()),
                    rules.applies(member.getKey()),
                    facts.expert(),
                    standing.pointer.isEmpty() ? section(member, at) : standing.section);
            if (!standing.pointer.isEmpty()
                    && notesOf(member.getValue(), at).section().isPresent()) {
                problem(at, "names a section, which only members of the document do");
            }
            ordered.put(
                    field(member.getValue(), inner, depth + 1),
                    notesOf(member.getValue(), at).order());
        }
        var members = ordered.entrySet().stream()
                .sorted(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey)
                .toList();
        boolean meaningful = !node.path("required").isEmpty() || node.has("minProperties");
        return new Field.Group(facts, members, !standing.required && meaningful);
    }

    private FormNotes notesOf(JsonNode node, String pointer) {
        return FormNotes.of(node, pointer, what -> {});
    }

    private String section(Map.Entry<String, JsonNode> member, String at) {
        return notesOf(member.getValue(), at)
                .section()
                .orElse(types(member.getValue()).equals(List.of("object")) ? member.getKey() : FIRST_SECTION);
    }

    /** The sections in the order that the schema gives, then in the order of its members. */
    List<FormSection> sections(Field.Group form) {
        var byId = new LinkedHashMap<String, List<Field>>();
        root.path(FormNotes.KEYWORD).path("sections").forEach(id -> byId.put(id.asString(""), new ArrayList<>()));
        form.members().forEach(field -> byId.computeIfAbsent(field.facts().section(), id -> new ArrayList<>())
                .add(field));
        var sections = new ArrayList<FormSection>();
        byId.forEach((id, fields) -> {
            if (!fields.isEmpty()) {
                var label = words.section(id, fields.getFirst().label());
                sections.add(new FormSection(id, label, words.sectionHint(id), fields));
            }
        });
        return sections;
    }
}
