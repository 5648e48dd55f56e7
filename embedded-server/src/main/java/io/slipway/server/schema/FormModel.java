package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A form for the documents of one JSON Schema: its fields, their order, their words and the conditions under which they count.
 *
 * <p>Everything comes from the schema and from text bundles, so a new field of the schema is in every editor without code.
 * The desktop and the pages render the same model. Immutable and thread-safe.
 */
public final class FormModel {
    private final String title;
    private final Field.Group root;
    private final List<FormSection> sections;
    private final Map<String, Field> byPointer;
    private final SecretPaths secrets;
    private final FormSearch search;

    private FormModel(String title, Field.Group root, List<FormSection> sections, SecretPaths secrets) {
        this.title = title;
        this.root = root;
        this.sections = List.copyOf(sections);
        this.byPointer = new LinkedHashMap<>();
        this.secrets = secrets;
        collect(root);
        this.search = new FormSearch(this);
    }

    /**
     * The form of a schema.
     *
     * @param name first part of the schema's own text keys, for example {@code windows-profile}
     * @throws IllegalStateException when the schema says something a form cannot show, naming each place; such a schema must
     *     not ship, because the form would silently drop a setting
     */
    public static FormModel of(String name, SchemaCheck schema, FormTexts texts, FormCatalogs catalogs) {
        var reader = new FormReader(schema.source(), new FormWords(name, texts), catalogs);
        var root = reader.read();
        return new FormModel(root.label(), root, reader.sections(root), SecretPaths.of(schema.source()));
    }

    private void collect(Field field) {
        byPointer.putIfAbsent(field.pointer(), field);
        children(field).forEach(this::collect);
    }

    /** The fields directly inside this one: members, the template of entries, or alternatives. */
    public static List<Field> children(Field field) {
        return switch (field) {
            case Field.Group group -> group.members();
            case Field.Items items -> List.of(items.item());
            case Field.Variant variant -> variant.alternatives();
            case Field.Text text -> List.of();
            case Field.Number number -> List.of();
            case Field.Choice choice -> List.of();
            case Field.Flag flag -> List.of();
            case Field.Secret secret -> List.of();
        };
    }

    /** What the documents are, for people. */
    public String title() {
        return title;
    }

    /** The document as a whole. */
    public Field.Group root() {
        return root;
    }

    /** The pages of the form, in order; together they show every field. */
    public List<FormSection> sections() {
        return sections;
    }

    /** Every field and group by its pointer, templates of list entries included, in document order. */
    public Map<String, Field> fields() {
        return java.util.Collections.unmodifiableMap(byPointer);
    }

    /**
     * The field that shows a place of a document: the one at the pointer, or its nearest ancestor.
     *
     * @param pointer without {@code *}; may lead to something the schema does not know
     */
    public Place place(String pointer) {
        return deepest(new Place("", root), Pointers.names(pointer));
    }

    private static Place deepest(Place from, List<String> names) {
        if (names.isEmpty()) {
            return from;
        }
        var name = names.getFirst();
        var rest = names.subList(1, names.size());
        return switch (from.field()) {
            case Field.Group group ->
                group.members().stream()
                        .filter(member -> member.name().equals(name))
                        .findFirst()
                        .map(member -> deepest(new Place(Pointers.child(from.pointer(), name), member), rest))
                        .orElse(from);
            case Field.Items items ->
                name.matches("[0-9]{1,6}")
                        ? deepest(new Place(Pointers.child(from.pointer(), name), items.item()), rest)
                        : from;
            case Field.Variant variant -> {
                var best = from;
                for (var alternative : variant.alternatives()) {
                    var found = deepest(new Place(from.pointer(), alternative), names);
                    if (found.pointer().length() > best.pointer().length()) {
                        best = found;
                    }
                }
                yield best;
            }
            case Field.Text text -> from;
            case Field.Number number -> from;
            case Field.Choice choice -> from;
            case Field.Flag flag -> from;
            case Field.Secret secret -> from;
        };
    }

    /**
     * A field at a place of a document.
     *
     * @param pointer of the place, without {@code *}
     * @param field what is shown there
     */
    public record Place(String pointer, Field field) {}

    /** The section with this id. */
    public Optional<FormSection> section(String id) {
        return sections.stream().filter(section -> section.id().equals(id)).findFirst();
    }

    /** Where documents hold secrets. */
    SecretPaths secrets() {
        return secrets;
    }

    /**
     * Fields that fit all words, best first.
     *
     * @param words found in label, hint, pointer, unit and value names, in any order and case
     * @param most how many to give
     */
    public List<Field> search(String words, int most) {
        return search.find(words, most);
    }

    /** Fields a person fills in, templates of list entries included, groups and alternatives left out. */
    public List<Field> leaves() {
        var leaves = new ArrayList<Field>();
        for (var field : byPointer.values()) {
            if (!(field instanceof Field.Group) && !(field instanceof Field.Variant)) {
                leaves.add(field);
            }
        }
        return leaves;
    }
}
