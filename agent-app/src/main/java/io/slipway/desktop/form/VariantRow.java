package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import io.slipway.server.schema.Field;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;

/** Which of several forms a value has; choosing another begins it anew, which undo takes back. */
final class VariantRow extends RowView {
    private final FormContext context;
    private final Field.Variant field;
    private final ComboBox<String> kinds = new ComboBox<>();
    private final Findings findings;
    private boolean showing;

    VariantRow(FormContext context, FormRow.VariantHead row) {
        super(row);
        this.context = context;
        this.field = row.field();
        this.findings = new Findings(context);
        var caption = new Label(
                field.label().isEmpty() || field.pointer().endsWith("/*")
                        ? context.text().get("form.kind")
                        : field.label());
        caption.setLabelFor(kinds);
        kinds.setAccessibleText(
                context.name(field, row.pointer()) + ", " + context.text().get("form.kind"));
        field.alternatives().forEach(each -> kinds.getItems().add(each.label()));
        kinds.setOnAction(event -> {
            int chosen = kinds.getSelectionModel().getSelectedIndex();
            if (!showing && chosen >= 0) {
                context.state().choose(field, row().pointer(), chosen);
                context.left().run();
            }
        });
        var line = new HBox(12, caption, kinds);
        line.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("form-variant");
        getChildren().addAll(line, findings);
        refresh();
    }

    @Override
    void refresh() {
        showing = true;
        kinds.getSelectionModel().select(context.state().alternative(field, row().pointer()));
        showing = false;
        findings.show(
                context.state().findingsAt(row().pointer()), context.idle(field, row().pointer()), Optional.of(kinds));
    }

    @Override
    boolean focus() {
        kinds.requestFocus();
        return true;
    }
}
