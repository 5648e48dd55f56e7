package io.slipway.desktop.form;

import io.slipway.server.form.FormRow;
import io.slipway.server.form.FormRows;
import io.slipway.server.schema.Field;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A field: its label, its control, its unit, the mark and button of "differs from default", its hint and what a check says. */
final class EntryRow extends RowView {
    private static final double MARK = 11;

    private final FormContext context;
    private final Field field;
    private final String pointer;
    private final FieldControl control;
    private final Label label;
    private final Label star;
    private final Label known = new Label();
    private final HBox beside = new HBox(8);
    private @Nullable Button reset;
    private final Findings findings;

    EntryRow(FormContext context, FormRow.Entry row) {
        super(row);
        this.context = context;
        this.field = row.field();
        this.pointer = row.pointer();
        this.control = control(context, field, pointer);
        this.label = new Label(field.label());
        this.star = new Label("*");
        this.findings = new Findings(context);
        getStyleClass().add("form-entry");
        label.setWrapText(true);
        label.setLabelFor(control.target());
        star.getStyleClass().add("form-star");
        star.setMinWidth(USE_PREF_SIZE);
        known.getStyleClass().add("form-known");
        known.setWrapText(true);
        getChildren().add(line());
        refresh();
    }

    static FieldControl control(FormContext context, Field field, String pointer) {
        return switch (field) {
            case Field.Text text -> new LineControl(context, text, pointer);
            case Field.Number number -> new LineControl(context, number, pointer);
            case Field.Choice choice -> new ChoiceControl(context, choice, pointer);
            case Field.Flag flag -> {
                boolean two =
                        flag.facts().defaultValue().isPresent() || flag.facts().required();
                yield two ? new FlagControl(context, flag, pointer) : new ChoiceControl(context, flag, pointer);
            }
            case Field.Secret secret -> new SecretControl(context, secret, pointer);
            case Field.Items items ->
                new TicksControl(context, items, FormRows.ticks(items).orElseThrow(), pointer);
            case Field.Group group -> throw new IllegalArgumentException("a group has no control of its own");
            case Field.Variant variant -> throw new IllegalArgumentException("a variant has no control of its own");
        };
    }

    private Region line() {
        beside.getChildren().add(control.node());
        beside.setAlignment(Pos.CENTER_LEFT);
        boolean wide = field instanceof Field.Text text && text.lines() != Field.Lines.ONE;
        if (wide || field instanceof Field.Items) {
            HBox.setHgrow(control.node(), Priority.ALWAYS);
        }
        if (!field.facts().unit().isEmpty()) {
            var unit = new Label(field.facts().unit());
            unit.getStyleClass().add("muted");
            unit.setMinWidth(USE_PREF_SIZE);
            beside.getChildren().add(unit);
        }
        if (control.namesItself()) {
            beside.getChildren().add(star);
        }
        var body = new VBox(4, beside, known);
        body.setMinWidth(0);
        if (!field.facts().hint().isEmpty()) {
            body.getChildren().add(hint(field.facts().hint()));
        }
        body.getChildren().add(findings);
        HBox.setHgrow(body, Priority.ALWAYS);
        if (control.namesItself() || field.label().isEmpty()) {
            return new HBox(body);
        }
        var name = new HBox(4, label, star);
        name.getStyleClass().add("form-label");
        return new LabelledLine(name, body);
    }

    static Label hint(String words) {
        var hint = new Label(words);
        hint.setWrapText(true);
        hint.setMinHeight(USE_PREF_SIZE);
        hint.getStyleClass().addAll("muted", "form-hint");
        return hint;
    }

    /** The button is made when it is first needed: most settings have their default. */
    private void showReset(boolean shown) {
        if (reset == null && shown) {
            reset = context.iconButton("arrow-back-up", context.sayings().reset(field), this::reset);
            reset.getStyleClass().add("form-reset");
            beside.getChildren().add(reset);
        } else if (reset != null) {
            reset.setVisible(shown);
            reset.setManaged(shown);
        }
    }

    private void reset() {
        context.state().reset(field, pointer);
        context.left().run();
        control.target().requestFocus();
    }

    @Override
    void refresh() {
        var state = context.state();
        boolean differs = state.differs(field, pointer);
        boolean required = state.required(field, pointer);
        control.refresh();
        pseudoClassStateChanged(FormStyles.DIFFERS, differs);
        boolean resettable = differs && !(field instanceof Field.Secret);
        showReset(resettable);
        star.setVisible(required);
        star.setManaged(required);
        var name = context.sayings().known(field, pointer);
        known.setText(name.orElse(""));
        known.setVisible(name.isPresent());
        known.setManaged(name.isPresent());
        control.target().setAccessibleText(accessibleName(differs, required));
        findings.show(
                field instanceof Field.Items || field instanceof Field.Secret
                        ? state.findingsWithin(pointer)
                        : state.findingsAt(pointer),
                context.idle(field, pointer),
                Optional.of(control.target()));
    }

    private String accessibleName(boolean differs, boolean required) {
        if (field instanceof Field.Secret || field instanceof Field.Items) {
            return control.target().getAccessibleText();
        }
        var name = new StringBuilder(context.name(field, pointer));
        if (!field.facts().unit().isEmpty()) {
            name.append(", ").append(field.facts().unit());
        }
        if (required) {
            name.append(", ").append(context.text().get("form.required"));
        }
        if (differs) {
            name.append(", ").append(context.text().get("form.differs"));
        }
        return name.toString();
    }

    @Override
    double gutter() {
        return MARK;
    }

    @Override
    boolean focus() {
        control.target().requestFocus();
        return true;
    }
}
