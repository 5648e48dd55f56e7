package io.slipway.desktop.form;

import io.slipway.desktop.look.Icon;
import io.slipway.server.form.FormRow;
import io.slipway.server.schema.Field;
import javafx.scene.control.Button;

/** The button that adds an entry to a list. */
final class ListFootRow extends RowView {
    private final FormContext context;
    private final Field.Items list;
    private final Button add;

    ListFootRow(FormContext context, FormRow.ListFoot row) {
        super(row);
        this.context = context;
        this.list = row.field();
        this.add = new Button(context.sayings().add(list), Icon.of("plus", 16));
        add.setAccessibleText(list.label() + ", " + add.getText());
        add.setOnAction(event -> add());
        getStyleClass().add("form-list-foot");
        setMargin(add, new javafx.geometry.Insets(6, 0, 10, 0));
        getChildren().add(add);
        refresh();
    }

    private void add() {
        var added = context.state().addEntry(list, row().pointer());
        context.reveal().accept(added);
    }

    @Override
    void refresh() {
        add.setDisable(context.state().size(row().pointer()) >= list.most());
    }

    @Override
    boolean focus() {
        add.requestFocus();
        return true;
    }
}
