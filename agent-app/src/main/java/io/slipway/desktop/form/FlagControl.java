package io.slipway.desktop.form;

import io.slipway.server.schema.Field;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Control;
import tools.jackson.databind.node.BooleanNode;

/** Yes or no. */
final class FlagControl implements FieldControl {
    private final FormContext context;
    private final String pointer;
    private final CheckBox box;

    FlagControl(FormContext context, Field.Flag field, String pointer) {
        this.context = context;
        this.pointer = pointer;
        this.box = new CheckBox(field.label());
        box.setWrapText(true);
        box.setOnAction(event -> {
            context.state().seal();
            context.state().set(pointer, BooleanNode.valueOf(box.isSelected()));
            context.state().seal();
            context.left().run();
        });
        refresh();
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
    public boolean namesItself() {
        return true;
    }

    @Override
    public void refresh() {
        box.setSelected(context.state().effective(pointer).asBoolean(false));
    }
}
