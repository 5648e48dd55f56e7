package io.slipway.server.form;

import io.slipway.server.schema.Condition;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormModel;
import io.slipway.server.schema.FormSectionStatus;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What is said beside the fields of a form.
 *
 * @param state what is edited
 * @param text the words of the form, bundle {@code form}
 */
public record FormSayings(FormState state, Text text) {

    /** How a value is named to people, for example in "Reset to the default: Automatic". */
    public String said(Field field, JsonNode value) {
        if (value.isNull()
                || value.isMissingNode()
                || value.isString() && value.stringValue().isEmpty()) {
            return text.get("form.empty");
        }
        if (value.isBoolean()) {
            return text.get(value.booleanValue() ? "form.yes" : "form.no");
        }
        if (value.isArray()) {
            var item = field instanceof Field.Items list ? list.item() : field;
            return value.isEmpty()
                    ? text.get("form.empty")
                    : value.valueStream().map(each -> said(item, each)).collect(Collectors.joining(", "));
        }
        return option(field, value).map(Field.Option::label).orElseGet(() -> plain(value));
    }

    /** The known value that a field has, with its name. */
    public static Optional<Field.Option> option(Field field, JsonNode value) {
        return options(field).stream()
                .filter(each -> each.value().equals(value))
                .findFirst();
    }

    /** The known values of a field. */
    public static List<Field.Option> options(Field field) {
        return switch (field) {
            case Field.Choice choice -> choice.options();
            case Field.Text line -> line.suggestions();
            case Field.Number number -> number.suggestions();
            case Field.Flag flag -> List.of();
            case Field.Secret secret -> List.of();
            case Field.Items items -> List.of();
            case Field.Group group -> List.of();
            case Field.Variant variant -> List.of();
        };
    }

    /** The value as it is typed. */
    public static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Why a field does not count at this place; empty when it does. */
    public Optional<String> idle(Field field, String pointer) {
        if (state.applies(field, pointer)) {
            return Optional.empty();
        }
        var at = pointer;
        var here = field;
        while (here.facts().applies().holds(at, state::effective) && !at.isEmpty()) {
            at = Pointers.parent(at);
            here = state.model().place(at).field();
        }
        return Optional.of(reason(here.facts().applies(), at).orElseGet(() -> text.get("form.counts.not")));
    }

    private Optional<String> reason(Condition condition, String anchor) {
        return switch (condition) {
            case Condition.All all ->
                all.parts().stream()
                        .filter(part -> !part.holds(anchor, state::effective))
                        .findFirst()
                        .flatMap(part -> reason(part, anchor));
            case Condition.Is is -> {
                var other = state.model().place(Pointers.concrete(is.pointer(), anchor));
                var values = is.values().stream()
                        .map(value -> said(other.field(), value))
                        .collect(Collectors.joining(" " + text.get("form.or") + " "));
                yield Optional.of(text.get("form.counts", other.field().label(), values));
            }
            case Condition.Any any -> Optional.empty();
            case Condition.Not not -> Optional.empty();
            case Condition.Present present -> Optional.empty();
        };
    }

    /** The name of a place for a screen reader: an entry of a list is named after its list. */
    public String name(Field field, String pointer) {
        if (!field.label().isEmpty() && !field.pointer().endsWith("/*")) {
            return field.label();
        }
        var list = state.model().place(Pointers.parent(pointer)).field();
        return text.get("form.entry.of", list.label(), number(pointer));
    }

    private static String number(String pointer) {
        return Integer.toString(Integer.parseInt(Pointers.last(pointer)) + 1);
    }

    /** The name of a known value, when what is typed is only its id. */
    public Optional<String> known(Field field, String pointer) {
        if (field instanceof Field.Choice) {
            return Optional.empty();
        }
        return option(field, state.effective(pointer))
                .filter(option -> !option.label().equals(option.text()))
                .map(Field.Option::label);
    }

    /** "Reset the time zone to the default: Automatic", or that it is left unset then. */
    public String reset(Field field) {
        return field.facts()
                .defaultValue()
                .map(value -> text.get("form.reset", field.label(), said(field, value)))
                .orElseGet(() -> text.get("form.reset.unset", field.label()));
    }

    /** "User 1 · worker": the kind of entry, its number, and the first text it holds. */
    public String entry(Field.Items list, String pointer) {
        var kind = list.item().label().isEmpty() ? list.label() : list.item().label();
        var value = state.value(pointer);
        if (list.item() instanceof Field.Group group) {
            for (var member : group.members()) {
                var own = value.path(member.name());
                boolean telling = member instanceof Field.Text
                        && own.isString()
                        && !own.stringValue().isEmpty();
                if (telling) {
                    return text.get("form.entry.named", kind, number(pointer), said(member, own));
                }
            }
        }
        return text.get("form.entry", kind, number(pointer));
    }

    /** "Add user": what the button below a list does. */
    public String add(Field.Items list) {
        var label = list.item().label();
        return text.get("form.add", label.isEmpty() ? text.get("form.add.entry") : label.toLowerCase(Locale.ROOT));
    }

    /** How a section stands, by shape. */
    public static StateShape shape(FormSectionStatus status) {
        if (status.errors() > 0) {
            return StateShape.FAILED;
        }
        return status.warnings() > 0 ? StateShape.NEEDS_YOU : StateShape.DONE;
    }

    /** How a section stands, in words. */
    public String words(FormSectionStatus status) {
        var parts = new ArrayList<String>();
        if (status.errors() > 0) {
            parts.add(text.count("form.section.errors", status.errors()));
        }
        if (status.warnings() > 0) {
            parts.add(text.count("form.section.warnings", status.warnings()));
        }
        if (parts.isEmpty()) {
            parts.add(text.get("form.section.fine"));
        }
        if (status.changed() > 0) {
            parts.add(text.count("form.section.changed", status.changed()));
        }
        return String.join(", ", parts);
    }

    /** What a check said, as a sentence of its own. */
    public static String capital(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
    }

    /** What was found at a place, after the labels that lead there; a sentence of its own where there is no place. */
    public static String remark(String pointer, String message, FormModel model) {
        return pointer.isEmpty() ? capital(message) : path(pointer, model) + ": " + message;
    }

    /** The labels on the way to a field; what no form knows is shown as its pointer. */
    public static String path(String pointer, FormModel model) {
        var names = new ArrayList<String>();
        for (int slash = pointer.indexOf('/', 1); ; slash = pointer.indexOf('/', slash + 1)) {
            var part = slash < 0 ? pointer : pointer.substring(0, slash);
            var place = model.place(part);
            if (!place.pointer().equals(part)) {
                return pointer;
            }
            var last = part.substring(part.lastIndexOf('/') + 1);
            names.add(
                    last.matches("\\d+")
                            ? String.valueOf(Integer.parseInt(last) + 1)
                            : place.field().label());
            if (slash < 0) {
                return String.join(" › ", names);
            }
        }
    }
}
