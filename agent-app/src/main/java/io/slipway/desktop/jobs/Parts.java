package io.slipway.desktop.jobs;

import io.slipway.desktop.look.Icon;
import io.slipway.desktop.look.Shapes;
import io.slipway.server.words.StateShape;
import java.util.List;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Small pieces that the pages about jobs and VMs are put together from. Use on the JavaFX thread. */
public final class Parts {
    private Parts() {}

    /** Gives a page the styles of these rooms. */
    public static void dress(Parent page) {
        page.getStylesheets()
                .add(Objects.requireNonNull(Parts.class.getResource("jobs.css"), "jobs.css")
                        .toExternalForm());
    }

    /** A label that wraps and is never cut. */
    public static Label words(String words, String... styles) {
        var label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A label of one line that keeps its width. */
    public static Label word(String word, String... styles) {
        var label = new Label(word);
        label.setMinWidth(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** A state by shape, colour and word. */
    public static HBox state(StateShape shape, String word) {
        var tag = new HBox(6, Shapes.draw(shape), word(word, shape.colour(), "strong"));
        tag.getStyleClass().add("state-tag");
        tag.setMinWidth(Region.USE_PREF_SIZE);
        return tag;
    }

    /** A button that keeps its width. */
    public static Button button(String id, String words, Runnable action, String... styles) {
        var button = new Button(words);
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().addAll(styles);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button with an icon alone; its words are told by the pointer and by a screen reader. */
    public static Button icon(String id, String icon, String words, Runnable action) {
        var button = button(id, "", action, "icon-only");
        button.setGraphic(Icon.of(icon, 16));
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        return button;
    }

    /** What pushes the rest of a row to its end. */
    public static Region spring() {
        var spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        VBox.setVgrow(spring, Priority.ALWAYS);
        return spring;
    }

    /** A sentence and one action where there is nothing to show. */
    public static VBox empty(String sentence, Node... actions) {
        var words = words(sentence, "muted");
        words.setMaxWidth(420);
        words.getStyleClass().add("centred");
        var box = new VBox(words);
        box.getChildren().addAll(actions);
        box.getStyleClass().add("empty");
        return box;
    }

    /** Puts that in place of what was there; if it is there already nothing is touched, so that it keeps the keyboard. */
    public static void only(Pane place, Node node) {
        if (!place.getChildren().equals(List.of(node))) {
            place.getChildren().setAll(node);
        }
    }

    /** Shows or hides without leaving a gap. */
    public static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    /** Puts words onto the clipboard. */
    public static void copy(String words) {
        var content = new ClipboardContent();
        content.putString(words);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
