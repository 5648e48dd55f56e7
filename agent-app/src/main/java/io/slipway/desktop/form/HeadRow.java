package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import io.slipway.server.schema.Field;
import io.slipway.server.schema.FormFinding;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.jspecify.annotations.Nullable;

/** A heading: of a section, a group, a list, or what a search found. */
final class HeadRow extends RowView {
    private final FormContext context;
    private final Label title = new Label();
    private final Label note = new Label();
    private final HBox line;
    private @Nullable Button action;
    private final Findings findings;

    private HeadRow(FormContext context, FormRow row, String words, String hint, String style) {
        super(row);
        this.context = context;
        this.findings = new Findings(context);
        getStyleClass().addAll("form-head", style);
        title.setText(words);
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        title.getStyleClass().add(style + "-title");
        note.getStyleClass().add("muted");
        note.setVisible(false);
        note.setManaged(false);
        HBox.setHgrow(title, Priority.SOMETIMES);
        line = new HBox(12, title, note);
        line.setAlignment(Pos.CENTER_LEFT);
        getChildren().add(line);
        if (!hint.isEmpty()) {
            getChildren().add(EntryRow.hint(hint));
        }
        getChildren().add(findings);
    }

    static HeadRow of(FormContext context, FormRow.SectionHead row) {
        var head =
                new HeadRow(context, row, row.section().label(), row.section().hint(), "form-section");
        head.refresh();
        return head;
    }

    static HeadRow of(FormContext context, FormRow.GroupHead row) {
        var head = new HeadRow(
                context, row, row.field().label(), row.field().facts().hint(), "form-group");
        head.refresh();
        return head;
    }

    static HeadRow of(FormContext context, FormRow.ListHead row) {
        var head = new HeadRow(
                context, row, row.field().label(), row.field().facts().hint(), "form-group");
        head.refresh();
        return head;
    }

    static HeadRow of(FormContext context, FormRow.Summary row) {
        var words = row.count() == 0
                ? context.text().get("form.search.none", row.words())
                : context.text().count("form.search.found", row.count(), row.words());
        return new HeadRow(context, row, words, "", "form-section");
    }

    static HeadRow of(FormContext context, FormRow.Found row) {
        var head = new HeadRow(context, row, row.path(), "", "form-found");
        var link = new Hyperlink(context.text().get("form.goto", row.section().label()));
        link.setOnAction(event -> context.reveal().accept(row.pointer()));
        head.line.getChildren().add(link);
        return head;
    }

    @Override
    void refresh() {
        switch (row()) {
            case FormRow.SectionHead section ->
                findings.show(context.state().findingsAt(""), Optional.empty(), Optional.empty());
            case FormRow.GroupHead group -> group(group.field(), group.pointer());
            case FormRow.ListHead list -> list(list.field(), list.pointer());
            case FormRow.Summary summary -> {}
            case FormRow.Found found -> {}
            case FormRow.Entry entry -> {}
            case FormRow.ListEntry entry -> {}
            case FormRow.ListFoot foot -> {}
            case FormRow.VariantHead variant -> {}
        }
    }

    private void group(Field.Group group, String pointer) {
        show(context.state().findingsAt(pointer), context.idle(group, pointer));
        if (!group.optional()) {
            return;
        }
        boolean there = context.state().isPresent(pointer);
        note(there ? "" : context.text().get("form.group.absent"));
        var words = context.text().get(there ? "form.group.remove" : "form.group.add");
        act(words, group.label() + ", " + words, () -> {
            if (there) {
                context.state().remove(pointer);
            } else {
                context.state().add(group, pointer);
            }
            context.left().run();
        });
    }

    private void list(Field.Items list, String pointer) {
        show(context.state().findingsAt(pointer), context.idle(list, pointer));
        note(context.state().size(pointer) == 0 ? context.text().get("form.list.empty") : "");
        var byDefault = list.facts().defaultValue();
        if (!context.state().differs(list, pointer) || byDefault.isEmpty()) {
            hideAction();
        } else if (action == null) {
            var name = context.sayings().reset(list);
            var reset = context.iconButton("arrow-back-up", name, () -> {
                context.state().reset(list, row().pointer());
                context.left().run();
            });
            reset.getStyleClass().add("form-reset");
            action = reset;
            line.getChildren().add(reset);
        } else {
            action.setVisible(true);
            action.setManaged(true);
        }
    }

    private void hideAction() {
        if (action != null) {
            action.setVisible(false);
            action.setManaged(false);
        }
    }

    private void show(List<FormFinding> given, Optional<String> idle) {
        findings.show(given, idle, Optional.empty());
    }

    private void note(String words) {
        note.setText(words);
        note.setVisible(!words.isEmpty());
        note.setManaged(!words.isEmpty());
    }

    private void act(String words, String name, Runnable what) {
        var button = action;
        if (button == null) {
            button = new Button();
            button.setMinWidth(USE_PREF_SIZE);
            line.getChildren().add(button);
            action = button;
        }
        button.setText(words);
        button.setAccessibleText(name);
        button.setOnAction(event -> what.run());
    }

    @Override
    boolean focus() {
        if (action == null || !action.isVisible()) {
            return false;
        }
        action.requestFocus();
        return true;
    }
}
