package io.slipway.desktop.form;

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

/** A heading: of a section, a group, a list, or what a search found. */
final class HeadRow extends RowView {
    private final FormContext context;
    private final Label title = new Label();
    private final Label note = new Label();
    private final Button action = new Button();
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
        action.setVisible(false);
        action.setManaged(false);
        action.setMinWidth(USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.SOMETIMES);
        var line = new HBox(12, title, note, action);
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
        ((HBox) head.getChildren().getFirst()).getChildren().add(link);
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
        if (!context.state().differs(list, pointer)) {
            action.setVisible(false);
            action.setManaged(false);
            return;
        }
        pseudoClassStateChanged(FormStyles.DIFFERS, true);
        var byDefault = list.facts().defaultValue();
        if (byDefault.isPresent()) {
            var name = context.text().get("form.reset", list.label(), context.said(list, byDefault.get()));
            act("", name, () -> {
                context.state().reset(list, pointer);
                context.left().run();
            });
            action.setGraphic(io.slipway.desktop.look.Icon.of("arrow-back-up", 16));
            action.getStyleClass().addAll("form-icon-button", "flat");
            action.setTooltip(new javafx.scene.control.Tooltip(name));
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
        action.setText(words);
        action.setAccessibleText(name);
        action.setOnAction(event -> what.run());
        action.setVisible(true);
        action.setManaged(true);
    }

    @Override
    boolean focus() {
        if (action.isVisible()) {
            action.requestFocus();
        }
        return action.isVisible();
    }
}
