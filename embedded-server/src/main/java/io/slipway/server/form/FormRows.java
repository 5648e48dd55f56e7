package io.slipway.server.form;

import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormModel;
import io.slipway.server.schema.FormSection;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lays the fields that belong into the present view out as lines. */
public final class FormRows {
    private static final int MOST_FOUND = 60;

    private final FormState state;
    private final boolean expert;
    private final List<FormRow> rows = new ArrayList<>();

    private FormRows(FormState state, boolean expert) {
        this.state = state;
        this.expert = expert;
    }

    /** The lines of a section. */
    public static List<FormRow> of(FormState state, FormSection section, boolean expert) {
        var lines = new FormRows(state, expert);
        lines.rows.add(new FormRow.SectionHead(section));
        boolean alone = section.fields().size() == 1;
        for (var field : section.fields()) {
            if (!state.visible(field, field.pointer(), expert)) {
                continue;
            }
            boolean named = alone || field.label().equals(section.label());
            if (named && field instanceof Field.Group group && !group.optional()) {
                lines.members(group, group.pointer(), 0);
            } else {
                lines.add(field, field.pointer(), 0);
            }
        }
        return lines.rows;
    }

    /** The lines of a search: each found field below the name of its place, ready to be filled in. */
    public static List<FormRow> found(FormState state, String words) {
        var lines = new FormRows(state, true);
        var places = state.search(words, MOST_FOUND).stream()
                .filter(place -> !place.pointer().isEmpty() && !(place.field() instanceof Field.Group))
                .toList();
        lines.rows.add(new FormRow.Summary(words.strip(), places.size()));
        for (var place : places) {
            var section = state.model().section(place.field().facts().section());
            section.ifPresent(known -> {
                lines.rows.add(new FormRow.Found(known, path(state.model(), place.pointer()), place.pointer()));
                lines.add(place.field(), place.pointer(), 1);
            });
        }
        return lines.rows;
    }

    /** The labels of the groups above a place. */
    private static String path(FormModel model, String pointer) {
        var labels = new ArrayList<String>();
        for (var at = Pointers.parent(pointer); !at.isEmpty(); at = Pointers.parent(at)) {
            var label = model.place(at).field().label();
            labels.addFirst(label.isEmpty() ? Integer.toString(Integer.parseInt(Pointers.last(at)) + 1) : label);
        }
        return String.join(" › ", labels);
    }

    private void members(Field.Group group, String pointer, int depth) {
        for (var member : group.members()) {
            var at = Pointers.child(pointer, member.name());
            if (state.visible(member, at, expert)) {
                add(member, at, depth);
            }
        }
    }

    private void add(Field field, String pointer, int depth) {
        switch (field) {
            case Field.Group group -> group(group, pointer, depth);
            case Field.Items list -> list(list, pointer, depth);
            case Field.Variant variant -> {
                rows.add(new FormRow.VariantHead(variant, pointer, depth));
                alternative(variant, pointer, depth + 1);
            }
            case Field.Text text -> rows.add(new FormRow.Entry(text, pointer, depth));
            case Field.Number number -> rows.add(new FormRow.Entry(number, pointer, depth));
            case Field.Choice choice -> rows.add(new FormRow.Entry(choice, pointer, depth));
            case Field.Flag flag -> rows.add(new FormRow.Entry(flag, pointer, depth));
            case Field.Secret secret -> rows.add(new FormRow.Entry(secret, pointer, depth));
        }
    }

    private void alternative(Field.Variant variant, String pointer, int depth) {
        var chosen = variant.alternatives().get(state.alternative(variant, pointer));
        if (chosen instanceof Field.Group group) {
            members(group, pointer, depth);
        } else {
            add(chosen, pointer, depth);
        }
    }

    private void group(Field.Group group, String pointer, int depth) {
        int before = rows.size();
        rows.add(new FormRow.GroupHead(group, pointer, depth));
        if (!group.optional() || state.isPresent(pointer)) {
            members(group, pointer, depth + 1);
        }
        boolean bare = rows.size() == before + 1
                && !group.optional()
                && state.findingsAt(pointer).isEmpty();
        if (bare) {
            rows.removeLast();
        }
    }

    /** Whether the list is a set of ticks: each of a few known values is in it or not. */
    public static Optional<Field.Choice> ticks(Field.Items list) {
        return list.unique() && list.item() instanceof Field.Choice choice ? Optional.of(choice) : Optional.empty();
    }

    private void list(Field.Items list, String pointer, int depth) {
        if (ticks(list).isPresent()) {
            rows.add(new FormRow.Entry(list, pointer, depth));
            return;
        }
        rows.add(new FormRow.ListHead(list, pointer, depth));
        int size = state.size(pointer);
        for (int i = 0; i < size; i++) {
            var at = Pointers.child(pointer, Integer.toString(i));
            rows.add(new FormRow.ListEntry(list, pointer, i, at, depth + 1));
            switch (list.item()) {
                case Field.Group group -> members(group, at, depth + 2);
                case Field.Variant variant -> add(variant, at, depth + 2);
                case Field.Items inner -> add(inner, at, depth + 2);
                case Field.Text text -> {}
                case Field.Number number -> {}
                case Field.Choice choice -> {}
                case Field.Flag flag -> {}
                case Field.Secret secret -> {}
            }
        }
        rows.add(new FormRow.ListFoot(list, pointer, depth + 1));
    }
}
