package io.slipway.server.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds fields by what people may call them.
 *
 * <p>The texts of a model are folded once; a search through 430 settings then takes well under a millisecond. Immutable.
 */
final class FormSearch {
    private record Entry(Field field, String label, String pointer, String all) {}

    private record Hit(Entry entry, int rank) {}

    private final List<Entry> entries = new ArrayList<>();

    FormSearch(FormModel model) {
        for (var section : model.sections()) {
            section.fields().forEach(field -> add(field, fold(section.label())));
        }
    }

    private void add(Field field, String above) {
        var label = fold(field.label());
        var pointer = fold(field.pointer().replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ")) + " " + fold(field.pointer());
        var all = String.join(
                " ",
                label,
                pointer,
                fold(field.facts().hint()),
                fold(field.facts().unit()),
                above);
        entries.add(new Entry(field, label, pointer, all + " " + values(field)));
        FormModel.children(field).forEach(child -> add(child, above + " " + label));
    }

    private static String values(Field field) {
        var options =
                switch (field) {
                    case Field.Choice choice -> choice.options();
                    case Field.Text text -> text.suggestions();
                    case Field.Number number -> number.suggestions();
                    case Field.Items items -> List.<Field.Option>of();
                    case Field.Group group -> List.<Field.Option>of();
                    case Field.Variant variant -> List.<Field.Option>of();
                    case Field.Flag flag -> List.<Field.Option>of();
                    case Field.Secret secret -> List.<Field.Option>of();
                };
        var words = new StringBuilder();
        options.forEach(option -> words.append(fold(option.label()))
                .append(' ')
                .append(fold(option.text()))
                .append(' '));
        return words.toString();
    }

    List<Field> find(String words, int most) {
        var wanted = List.of(fold(words).strip().split("\\s+"));
        if (wanted.getFirst().isEmpty()) {
            return List.of();
        }
        return entries.stream()
                .filter(entry -> wanted.stream().allMatch(entry.all::contains))
                .map(entry -> new Hit(entry, rank(entry, wanted)))
                .sorted(Comparator.comparingInt(Hit::rank))
                .map(hit -> hit.entry.field)
                .distinct()
                .limit(most)
                .toList();
    }

    /** The smaller, the nearer: the label first, then the pointer, then anything else; a group after its members. */
    private static int rank(Entry entry, List<String> wanted) {
        int rank = entry.field instanceof Field.Group ? 1 : 0;
        for (var word : wanted) {
            if (entry.label.startsWith(word)) {
                continue;
            }
            if (entry.label.contains(word)) {
                rank += 2;
            } else if (entry.pointer.contains(word)) {
                rank += 4;
            } else {
                rank += 8;
            }
        }
        return rank;
    }

    /** Lower case, and the two spellings of a Russian letter made one. */
    static String fold(String text) {
        return text.toLowerCase(Locale.ROOT).replace('ё', 'е');
    }
}
