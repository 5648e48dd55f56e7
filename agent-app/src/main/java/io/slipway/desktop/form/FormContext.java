package io.slipway.desktop.form;

import io.slipway.desktop.look.Icon;
import io.slipway.server.schema.Condition;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import io.slipway.server.text.Text;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import tools.jackson.databind.JsonNode;

/**
 * What all rows of one form share.
 *
 * @param state what is edited
 * @param text the words of the form
 * @param left called when an edit is complete: the check runs
 * @param reveal shows the field at a pointer and puts the cursor there
 */
record FormContext(FormState state, Text text, Runnable left, Consumer<String> reveal) {

    /** How a value is named to people, for example in "Reset to the default: Automatic". */
    String said(Field field, JsonNode value) {
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
    static Optional<Field.Option> option(Field field, JsonNode value) {
        var options =
                switch (field) {
                    case Field.Choice choice -> choice.options();
                    case Field.Text line -> line.suggestions();
                    case Field.Number number -> number.suggestions();
                    case Field.Flag flag -> java.util.List.<Field.Option>of();
                    case Field.Secret secret -> java.util.List.<Field.Option>of();
                    case Field.Items items -> java.util.List.<Field.Option>of();
                    case Field.Group group -> java.util.List.<Field.Option>of();
                    case Field.Variant variant -> java.util.List.<Field.Option>of();
                };
        return options.stream().filter(each -> each.value().equals(value)).findFirst();
    }

    /** The value as it is typed. */
    static String plain(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "";
        }
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Why a field does not count at this place; empty when it does. */
    Optional<String> idle(Field field, String pointer) {
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
    String name(Field field, String pointer) {
        if (!field.label().isEmpty() && !field.pointer().endsWith("/*")) {
            return field.label();
        }
        var list = state.model().place(Pointers.parent(pointer)).field();
        return text.get("form.entry.of", list.label(), Integer.toString(Integer.parseInt(Pointers.last(pointer)) + 1));
    }

    /** A button with an icon and no words; its name is told by tooltip and screen reader. */
    Button iconButton(String icon, String name, Runnable action) {
        var button = new Button(null, Icon.of(icon, 16));
        button.getStyleClass().addAll("form-icon-button", "flat");
        button.setAccessibleText(name);
        button.setTooltip(new Tooltip(name));
        button.setOnAction(event -> action.run());
        return button;
    }
}
