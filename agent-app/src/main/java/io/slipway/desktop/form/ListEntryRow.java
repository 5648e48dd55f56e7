package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormSayings;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.Pointers;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** An entry of a list: its control or its heading, and buttons to move and remove it. */
final class ListEntryRow extends RowView {
    private final FormContext context;
    private final Field.Items list;
    private final Optional<FieldControl> control;
    private final Label title = new Label();
    private final Label known = new Label();
    private final Button up;
    private final Button down;
    private final Button remove;
    private final Findings findings;

    ListEntryRow(FormContext context, FormRow.ListEntry row) {
        super(row);
        this.context = context;
        this.list = row.list();
        boolean plain = !(list.item() instanceof Field.Group)
                && !(list.item() instanceof Field.Variant)
                && !(list.item() instanceof Field.Items);
        this.control = plain ? Optional.of(EntryRow.control(context, list.item(), row.pointer())) : Optional.empty();
        this.findings = new Findings(context);
        this.up = context.iconButton("arrow-up", "", () -> move(-1));
        this.down = context.iconButton("arrow-down", "", () -> move(1));
        this.remove = context.iconButton("trash", "", this::remove);
        getStyleClass().add(plain ? "form-list-value" : "form-list-entry");
        title.getStyleClass().add("form-entry-title");
        known.getStyleClass().add("form-known");
        var line = new HBox(4);
        line.setAlignment(Pos.CENTER_LEFT);
        control.ifPresentOrElse(
                there -> {
                    HBox.setHgrow(there.node(), Priority.SOMETIMES);
                    line.getChildren().add(there.node());
                },
                () -> {
                    var room = new Region();
                    HBox.setHgrow(room, Priority.ALWAYS);
                    line.getChildren().addAll(title, room);
                });
        line.getChildren().addAll(up, down, remove);
        var box = new VBox(2, line, known, findings);
        setMargin(box, new Insets(plain ? 0 : 8, 0, 0, 0));
        getChildren().add(box);
        refresh();
    }

    private int index() {
        return Integer.parseInt(Pointers.last(row().pointer()));
    }

    private String listPointer() {
        return Pointers.parent(row().pointer());
    }

    private void move(int by) {
        int to = index() + by;
        context.state().moveEntry(list, listPointer(), index(), to);
        context.left().run();
        context.reveal().accept(Pointers.child(listPointer(), Integer.toString(to)));
    }

    private void remove() {
        var at = listPointer();
        int index = index();
        context.state().removeEntry(list, at, index);
        context.left().run();
        int left = context.state().size(at);
        context.reveal().accept(left == 0 ? at : Pointers.child(at, Integer.toString(Math.min(index, left - 1))));
    }

    private String name() {
        return context.sayings().entry(list, row().pointer());
    }

    @Override
    void refresh() {
        var text = context.text();
        var pointer = row().pointer();
        var name = name();
        title.setText(name);
        control.ifPresent(there -> {
            there.refresh();
            there.target().setAccessibleText(context.name(list.item(), pointer));
        });
        var label = control.isPresent()
                ? FormSayings.option(list.item(), context.state().value(pointer))
                        .filter(option -> !option.label().equals(option.text()))
                        .map(Field.Option::label)
                : Optional.<String>empty();
        known.setText(label.orElse(""));
        known.setVisible(label.isPresent());
        known.setManaged(label.isPresent());
        name(up, text.get("form.up", name));
        name(down, text.get("form.down", name));
        name(remove, text.get("form.remove", name));
        up.setDisable(index() == 0);
        down.setDisable(index() >= context.state().size(listPointer()) - 1);
        findings.show(context.state().findingsAt(pointer), Optional.empty(), control.map(FieldControl::target));
    }

    private static void name(Button button, String name) {
        button.setAccessibleText(name);
        button.getTooltip().setText(name);
    }

    @Override
    boolean focus() {
        control.map(FieldControl::target).orElse(up.isDisabled() ? remove : up).requestFocus();
        return true;
    }
}
