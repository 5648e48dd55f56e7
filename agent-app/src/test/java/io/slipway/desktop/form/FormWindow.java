package io.slipway.desktop.form;

import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import io.slipway.server.schema.FormState;
import io.slipway.server.schema.Pointers;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextInputControl;
import javafx.stage.Stage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A form in a real window, and hands that work its controls. */
final class FormWindow implements AutoCloseable {
    final FormState state;
    final FormView view;
    final Scene scene;

    FormWindow(FormState state, Locale language) {
        Fx.start(Theme.LIGHT);
        this.state = state;
        this.view = Fx.get(() -> new FormView(state, language));
        this.scene = Fx.get(() -> {
            var made = new Scene(view, 1000, 760);
            Theme.LIGHT.dress(made);
            var stage = new Stage();
            stage.setScene(made);
            stage.show();
            stage.requestFocus();
            return made;
        });
        Fx.until("the window", () -> scene.getWindow().isShowing() && rows().getHeight() > 0);
    }

    VirtualRows rows() {
        return (VirtualRows) Objects.requireNonNull(view.lookup(".form-rows"));
    }

    /** The row of a place, brought into sight. */
    RowView row(String pointer) {
        return Fx.get(() -> {
            if (find(pointer) == null) {
                view.reveal(pointer);
                scene.getRoot().applyCss();
                scene.getRoot().layout();
            }
            var row = find(pointer);
            if (row == null) {
                throw new AssertionError("no row for " + pointer);
            }
            return row;
        });
    }

    private RowView find(String pointer) {
        return rows().live().stream()
                .filter(row -> row.row().pointer().equals(pointer))
                .filter(row -> row instanceof EntryRow || row instanceof ListEntryRow || row instanceof VariantRow)
                .min(java.util.Comparator.comparing((RowView row) -> row instanceof EntryRow ? 0 : 1))
                .orElse(null);
    }

    /** The control of a place: the first one in its row that takes a value. */
    Node control(String pointer) {
        var row = row(pointer);
        for (var kind : new String[] {".text-input", ".combo-box", ".check-box"}) {
            var found = Fx.get(() -> row.lookup(kind));
            if (found != null) {
                return found;
            }
        }
        throw new AssertionError("no control at " + pointer);
    }

    /** Types a text as a person does: the cursor goes in, the text comes, the cursor goes on. */
    void type(String pointer, String text) {
        var input = (TextInputControl) control(pointer);
        Fx.run(() -> {
            input.requestFocus();
            input.setText(text);
        });
        leave();
    }

    /** Puts the cursor somewhere else. */
    void leave() {
        Fx.run(() -> Objects.requireNonNull(view.lookup(".form-sections")).requestFocus());
        settle();
    }

    /** Lets the changes that were asked for on the JavaFX thread happen. */
    void settle() {
        Fx.run(() -> {});
        Fx.run(() -> {
            scene.getRoot().applyCss();
            scene.getRoot().layout();
        });
    }

    void press(String pointer, String buttonText) {
        var row = row(pointer);
        Fx.run(() -> row.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button ->
                        buttonText.equals(button.getText()) || said(button).startsWith(buttonText))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + buttonText + " at " + pointer))
                .fire());
        settle();
    }

    private static String said(Node node) {
        return node.getAccessibleText() == null ? "" : node.getAccessibleText();
    }

    void secret(String pointer, String text) {
        var row = row(pointer);
        Fx.run(() -> row.lookupAll(".button").stream()
                .map(Button.class::cast)
                .filter(button -> button.getText() != null && button.getText().endsWith("…"))
                .findFirst()
                .orElseThrow()
                .fire());
        settle();
        Fx.run(() -> {
            var field = (PasswordField) Objects.requireNonNull(row.lookup(".password-field"));
            field.requestFocus();
            field.setText(text);
        });
        leave();
    }

    /** What the control of a place shows, as the text a person sees. */
    String shown(String pointer) {
        return switch (control(pointer)) {
            case CheckBox box -> Fx.get(box::isSelected).toString();
            case ComboBox<?> box ->
                Fx.get(() -> box.getConverter() == null
                        ? String.valueOf(box.getValue())
                        : ((io.slipway.server.schema.Field.Option) box.getValue()).text());
            case TextInputControl input -> Fx.get(input::getText);
            default -> throw new AssertionError(pointer);
        };
    }

    /** All words in the row of a place. */
    String words(String pointer) {
        var row = row(pointer);
        return Fx.get(() -> {
            var words = new StringBuilder();
            row.lookupAll(".label")
                    .forEach(label -> words.append(((Labeled) label).getText()).append('\n'));
            return words.toString();
        });
    }

    /** Whether two documents are the same outside the place. */
    static boolean sameBut(ObjectNode one, ObjectNode other, String pointer) {
        return without(one, pointer).equals(without(other, pointer));
    }

    private static JsonNode without(ObjectNode document, String pointer) {
        var copy = document.deepCopy();
        var at = pointer;
        while (!at.isEmpty()) {
            if (copy.at(Pointers.parent(at)) instanceof ArrayNode list) {
                list.remove(Integer.parseInt(Pointers.last(at)));
                return copy;
            }
            if (copy.at(Pointers.parent(at)) instanceof ObjectNode parent) {
                parent.remove(Pointers.last(at));
                at = parent.isEmpty() ? Pointers.parent(at) : "";
            } else {
                at = "";
            }
        }
        return copy;
    }

    @Override
    public void close() {
        Fx.run(() -> {
            view.dispose();
            state.close();
            scene.getWindow().hide();
        });
    }
}
