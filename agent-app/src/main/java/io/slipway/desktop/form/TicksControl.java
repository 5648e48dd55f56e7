package io.slipway.desktop.form;

import io.slipway.server.base.Json;
import io.slipway.server.schema.Field;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import javafx.scene.layout.FlowPane;

/** A list that has each of a few known values or not. */
final class TicksControl implements FieldControl {
    private final FormContext context;
    private final String pointer;
    private final List<Field.Option> options;
    private final List<CheckBox> boxes = new ArrayList<>();
    private final FlowPane pane = new FlowPane(8, 6);

    TicksControl(FormContext context, Field.Items list, Field.Choice item, String pointer) {
        this.context = context;
        this.pointer = pointer;
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

    /** Known values in the order of the schema; unknown ones that an import brought stay behind them for the check to name. */
    private void put() {
        var entries = Json.mapper().createArrayNode();
        for (int i = 0; i < boxes.size(); i++) {
            if (boxes.get(i).isSelected()) {
                entries.add(options.get(i).value());
            }
        }
        context.state().effective(pointer).forEach(value -> {
            if (options.stream().noneMatch(option -> option.value().equals(value))) {
                entries.add(value);
            }
        });
        context.state().seal();
        context.state().set(pointer, entries);
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
