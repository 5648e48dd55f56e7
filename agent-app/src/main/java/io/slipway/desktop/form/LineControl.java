package io.slipway.desktop.form;

import io.slipway.server.form.FormSayings;
import io.slipway.server.form.TypedValue;
import io.slipway.server.schema.Field;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;

/**
 * A text or a number that is typed. Each key goes into the state, so that a preview follows; the check runs when the cursor leaves.
 *
 * <p>What is no number goes into the state as the text it is, so that the check refuses it instead of the form forgetting it.
 */
final class LineControl implements FieldControl {
    private static final int FEW_CHARACTERS = 12;
    private static final int SOME_CHARACTERS = 24;

    private final FormContext context;
    private final Field field;
    private final String pointer;
    private final TextInputControl input;
    private final Suggestions suggestions;
    private boolean showing;
    private boolean typed;

    LineControl(FormContext context, Field.Text field, String pointer) {
        this(context, field, pointer, input(field), field.suggestions());
    }

    LineControl(FormContext context, Field.Number field, String pointer) {
        this(
                context,
                field,
                pointer,
                narrow(new TextField(), field.suggestions().isEmpty()),
                field.suggestions());
    }

    private LineControl(
            FormContext context, Field field, String pointer, TextInputControl input, List<Field.Option> known) {
        this.context = context;
        this.field = field;
        this.pointer = pointer;
        this.input = input;
        this.suggestions = new Suggestions(input, known, context.text(), this::take);
        input.textProperty().addListener((property, old, now) -> {
            if (!showing) {
                typed = true;
                put(now);
            }
        });
        input.focusedProperty().addListener((property, old, now) -> {
            if (!now) {
                leave();
            }
        });
        refresh();
    }

    private static TextInputControl input(Field.Text field) {
        return switch (field.lines()) {
            case ONE -> narrow(new TextField(), field.limits().most() <= FEW_CHARACTERS);
            case SEVERAL, CODE -> {
                var area = new TextArea();
                area.setPrefRowCount(field.lines() == Field.Lines.CODE ? 12 : 3);
                area.setWrapText(field.lines() == Field.Lines.SEVERAL);
                if (field.lines() == Field.Lines.CODE) {
                    area.getStyleClass().add("mono");
                }
                // The Tab key leads on through the form; Ctrl+Tab types one.
                area.addEventFilter(javafx.scene.input.KeyEvent.KEY_PRESSED, new TabLeads(area));
                yield area;
            }
        };
    }

    private static TextField narrow(TextField input, boolean few) {
        input.setPrefColumnCount(few ? FEW_CHARACTERS : SOME_CHARACTERS);
        input.getStyleClass().add(few ? "form-narrow" : "form-line");
        return input;
    }

    @Override
    public Node node() {
        return input;
    }

    @Override
    public Control target() {
        return input;
    }

    private void take(Field.Option option) {
        input.setText(option.text());
        input.end();
        leave();
    }

    private void leave() {
        suggestions.hide();
        if (typed) {
            typed = false;
            context.state().seal();
            context.left().run();
            refresh();
        }
    }

    private void put(String now) {
        var value = TypedValue.of(field, now);
        if (value.isMissingNode()) {
            context.state().remove(pointer);
        } else {
            context.state().set(pointer, value);
        }
    }

    @Override
    public void refresh() {
        var shown = FormSayings.plain(context.state().effective(pointer));
        boolean mine = typed
                && TypedValue.of(field, input.getText()).equals(context.state().value(pointer));
        if (!mine && !shown.equals(input.getText())) {
            showing = true;
            input.setText(shown);
            showing = false;
        }
    }
}
