package io.slipway.desktop.form;

import io.slipway.server.form.FormSayings;
import io.slipway.server.schema.Field;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.MissingNode;

/** One of a few values. A flag without a default is one of three: not set, on, off. */
final class ChoiceControl implements FieldControl {
    private final FormContext context;
    private final String pointer;
    private final ComboBox<Field.Option> box = new ComboBox<>();
    private final List<Field.Option> options;
    private boolean showing;

    ChoiceControl(FormContext context, Field.Choice field, String pointer) {
        this(context, pointer, field.options());
        box.setDisable(field.options().size() == 1);
    }

    ChoiceControl(FormContext context, Field.Flag field, String pointer) {
        this(
                context,
                pointer,
                List.of(
                        new Field.Option(
                                MissingNode.getInstance(), context.text().get("form.notSet")),
                        new Field.Option(BooleanNode.TRUE, context.text().get("form.on")),
                        new Field.Option(BooleanNode.FALSE, context.text().get("form.off"))));
    }

    private ChoiceControl(FormContext context, String pointer, List<Field.Option> options) {
        this.context = context;
        this.pointer = pointer;
        this.options = options;
        box.getItems().setAll(options);
        box.setVisibleRowCount(16);
        box.getStyleClass().add("form-choice");
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(Field.@Nullable Option option) {
                return option == null ? "" : option.label();
            }

            @Override
            public Field.@Nullable Option fromString(String label) {
                return null;
            }
        });
        box.valueProperty().addListener((property, old, now) -> {
            if (!showing && now != null) {
                choose(now);
            }
        });
        // Enter opens the list, as Space and F4 do.
        box.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && !box.isShowing()) {
                box.show();
                event.consume();
            }
        });
        refresh();
    }

    private void choose(Field.Option option) {
        context.state().seal();
        if (option.value().isMissingNode()) {
            context.state().remove(pointer);
        } else {
            context.state().set(pointer, option.value());
        }
        context.state().seal();
        context.left().run();
    }

    @Override
    public Node node() {
        return box;
    }

    @Override
    public Control target() {
        return box;
    }

    @Override
    public void refresh() {
        var value = context.state().effective(pointer);
        var present = options.stream()
                .filter(option -> option.value().equals(value))
                .findFirst()
                .orElseGet(() -> new Field.Option(value, FormSayings.plain(value)));
        if (!present.equals(box.getValue())) {
            showing = true;
            box.setValue(present);
            showing = false;
        }
    }
}
