package io.slipway.desktop.cards;

import io.slipway.desktop.jobs.Parts;
import io.slipway.desktop.look.Icon;
import io.slipway.server.text.Text;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Labelled controls, facts and lines to copy. */
public final class Fields {
    private static final double WIDE = 420;
    private static final double NAME = 160;

    private Fields() {}

    /** A control with its name above and a hint below; the name is also what a screen reader says. */
    public static VBox field(String name, Control control, String hint) {
        var label = Parts.words(name, "name");
        label.setLabelFor(control);
        control.setAccessibleText(name);
        if (!hint.isEmpty()) {
            control.setAccessibleHelp(hint);
        }
        var box = new VBox(label, control);
        if (!hint.isEmpty()) {
            box.getChildren().add(Parts.words(hint, "muted"));
        }
        box.getStyleClass().add("field");
        return box;
    }

    /** A line of text. */
    public static TextField text(String id, String value) {
        var field = new TextField(value);
        field.setId(id);
        field.setMaxWidth(WIDE);
        return field;
    }

    /** A line that shows dots. */
    public static PasswordField secret(String id) {
        var field = new PasswordField();
        field.setId(id);
        field.setMaxWidth(WIDE);
        return field;
    }

    /** A name and what it is; shown only where there is something. */
    public static HBox fact(String name, String value, String... styles) {
        var label = Parts.words(name, "name");
        label.setMinWidth(NAME);
        label.setPrefWidth(NAME);
        var words = Parts.words(value, styles);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var line = new HBox(label, words);
        line.getStyleClass().add("fact");
        return line;
    }

    /** Something to copy: it can be selected, and a button takes all of it. */
    public static HBox copyLine(Text shell, String id, String value) {
        var field = new TextField(value);
        field.setId(id);
        field.setEditable(false);
        field.setAccessibleText(value);
        HBox.setHgrow(field, Priority.ALWAYS);
        var line = new HBox(field, smallCopyButton(shell, id, value));
        line.getStyleClass().add("copy-line");
        return line;
    }

    /** Several lines to read and copy. */
    public static VBox script(Text shell, String id, String name, String value) {
        var area = new TextArea(value);
        area.setId(id);
        area.setEditable(false);
        area.setPrefRowCount(8);
        area.setAccessibleText(name);
        area.getStyleClass().add("script");
        return new VBox(8, area, copyButton(shell, id, value));
    }

    /** Without words, so that what is to be copied has the room. */
    private static Node smallCopyButton(Text shell, String id, String value) {
        var copy = Parts.button(id + "-copy", "", () -> {});
        copy.setGraphic(Icon.of("copy", 16));
        copy.setAccessibleText(shell.get("action.copy"));
        var tip = new Tooltip(shell.get("action.copy"));
        copy.setTooltip(tip);
        copy.setOnAction(event -> {
            Parts.copy(value);
            copy.setGraphic(Icon.of("check", 16));
            copy.setAccessibleText(shell.get("action.copied"));
            tip.setText(shell.get("action.copied"));
        });
        return copy;
    }

    private static Node copyButton(Text shell, String id, String value) {
        var copy = Parts.button(id + "-copy", shell.get("action.copy"), () -> {});
        copy.setGraphic(Icon.of("copy", 16));
        copy.setOnAction(event -> {
            Parts.copy(value);
            copy.setText(shell.get("action.copied"));
        });
        return copy;
    }

    /** Buttons in a row that wraps. */
    public static javafx.scene.layout.FlowPane buttons(Node... buttons) {
        var row = new javafx.scene.layout.FlowPane(8, 8, buttons);
        row.setMinHeight(Region.USE_PREF_SIZE);
        return row;
    }
}
