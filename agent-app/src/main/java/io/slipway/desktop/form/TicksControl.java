package io.slipway.desktop.form;

import io.slipway.server.form.TypedValue;
import io.slipway.server.schema.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import javafx.scene.layout.FlowPane;

/** A list that has each of a few known values or not. */
final class TicksControl implements FieldControl {
    private final FormContext context;
    private final String pointer;
    private final Field.Choice item;
    private final List<Field.Option> options;
    private final List<CheckBox> boxes = new ArrayList<>();
    private final FlowPane pane = new FlowPane(8, 6);

    TicksControl(FormContext context, Field.Items list, Field.Choice item, String pointer) {
        this.context = context;
        this.pointer = pointer;
        this.item = item;
        this.options = item.options();
        for (var option : options) {
            var box = new CheckBox(option.label());
            box.setMinWidth(180);
            box.setWrapText(true);
            box.setPrefWidth(180);
            box.setUserData(option.text());
            box.setAccessibleText(list.label() + ", " + option.label());
            box.setOnAction(event -> put());
            boxes.add(box);
        }
        pane.getChildren().setAll(boxes);
        pane.setPrefWrapLength(430);
        refresh();
    }

    private void put() {
        var ticked = boxes.stream()
                .filter(CheckBox::isSelected)
                .map(box -> String.valueOf(box.getUserData()))
                .collect(Collectors.toSet());
        context.state().seal();
        context.state().set(pointer, TypedValue.ticks(context.state(), item, pointer, ticked));
        context.state().seal();
        context.left().run();
    }

    @Override
    public Node node() {
        return pane;
    }

    @Override
    public Control target() {
        return boxes.getFirst();
    }

    @Override
    public void refresh() {
        var present = context.state().effective(pointer).valueStream().toList();
        for (int i = 0; i < boxes.size(); i++) {
            boxes.get(i).setSelected(present.contains(options.get(i).value()));
        }
    }
}
