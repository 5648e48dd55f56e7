package io.slipway.desktop.setup;

import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.text.Text;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** One screen: a title, a sentence, its content, what went wrong right below, and the buttons. JavaFX thread only. */
final class Screen extends StackPane {
    private static final double WIDTH = 760;

    private final Text shell;
    private final VBox content = new VBox(12);
    private final VBox trouble = new VBox();
    private final HBox buttons = new HBox(8);
    private final Button back;
    private Optional<Button> primary = Optional.empty();
    /** What is to be filled in first; without it the primary button is next. */
    private Optional<Node> first = Optional.empty();
    /** Whether the keyboard was put where it belongs, or the operator took it somewhere, since the screen came or its work ended. */
    private boolean placed;

    Screen(Text shell, String title, String sentence) {
        this.shell = shell;
        var heading = new Label(title);
        heading.setId("setup-title");
        heading.setWrapText(true);
        heading.getStyleClass().add("title");
        back = new Button(shell.get("action.back"));
        back.setId("setup-back");
        show(back, false);
        var room = new Region();
        HBox.setHgrow(room, Priority.ALWAYS);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        buttons.getChildren().addAll(back, room);
        var middle = new ScrollPane(new VBox(12, content, trouble));
        middle.setFitToWidth(true);
        middle.getStyleClass().add("bare");
        VBox.setVgrow(middle, Priority.ALWAYS);
        var column = new VBox(12, heading);
        if (!sentence.isEmpty()) {
            column.getChildren().add(muted(sentence));
        }
        column.getChildren().addAll(middle, buttons);
        column.setMaxWidth(WIDTH);
        column.getStyleClass().add("page");
        getChildren().add(column);
        sceneProperty().addListener((seen, before, now) -> place());
        addEventFilter(KeyEvent.KEY_PRESSED, event -> placed = true);
        addEventFilter(MouseEvent.MOUSE_PRESSED, event -> placed = true);
    }

    /** Something that brings its own title and buttons, in the place of a screen. */
    static StackPane framed(Node content) {
        var column = new VBox(content);
        VBox.setVgrow(content, Priority.ALWAYS);
        column.setMaxWidth(WIDTH);
        column.getStyleClass().add("page");
        return new StackPane(column);
    }

    /** Wider than usual, for tables. */
    Screen wide() {
        ((VBox) getChildren().getFirst()).setMaxWidth(WIDTH * 1.5);
        return this;
    }

    Screen with(Node... nodes) {
        content.getChildren().addAll(nodes);
        return this;
    }

    Screen clear() {
        content.getChildren().clear();
        return this;
    }

    /** Where back leads; without it there is no way back. */
    Screen back(Runnable action) {
        back.setOnAction(event -> action.run());
        show(back, true);
        return this;
    }

    /** Whether it is what the operator looks at; an answer for a screen that was left is nobody's. */
    boolean inSight() {
        return getScene() != null;
    }

    /** Goes back as the button would; while it works nothing happens. */
    boolean goBack() {
        if (back.isVisible() && !back.isDisabled()) {
            back.fire();
        }
        return back.isVisible();
    }

    /** Another button, left of the primary one. */
    Button button(String id, String words, Runnable action) {
        var button = new Button(words);
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        buttons.getChildren().add(button);
        return button;
    }

    /** The button that goes on; Enter presses it too. */
    Button primary(String id, String words, Runnable action) {
        var button = button(id, words, action);
        button.getStyleClass().add("accent");
        button.setDefaultButton(true);
        primary = Optional.of(button);
        button.disabledProperty().addListener((seen, before, now) -> place());
        place();
        return button;
    }

    /** The keyboard begins there. */
    Screen begin(Node input) {
        first = Optional.of(input);
        placed = false;
        place();
        return this;
    }

    /** Once the screen is there: the first input, else the primary button. The way back never has the keyboard by itself. */
    private void place() {
        Platform.runLater(() -> {
            var target = first.filter(node -> node.getScene() == getScene()).or(() -> primary);
            if (placed
                    || getScene() == null
                    || target.filter(node -> !node.isDisabled()).isEmpty()) {
                return;
            }
            placed = true;
            target.get().requestFocus();
        });
    }

    /** Fires the primary button. */
    void goOn() {
        primary.filter(button -> !button.isDisabled()).ifPresent(Button::fire);
    }

    /** Once the screen is there. */
    static void focus(Node node) {
        Platform.runLater(node::requestFocus);
    }

    /** While it works there is no way on, no way back and nothing to change: what comes of it belongs to this screen. */
    void busy(boolean working) {
        back.setDisable(working);
        content.setDisable(working);
        primary.ifPresent(button -> button.setDisable(working));
        placed = false;
        if (working) {
            calm();
        } else {
            place();
        }
    }

    /** What went wrong before is not said any more. */
    void calm() {
        trouble.getChildren().clear();
    }

    /** What went wrong, beside what was asked for. */
    void failed(Throwable problem, Optional<Runnable> retry) {
        busy(false);
        trouble.getChildren().setAll(ProblemView.of(shell, problem, retry));
    }

    static Label muted(String words) {
        return label(words, "muted");
    }

    static Label label(String words, String... styles) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().addAll(List.of(styles));
        return label;
    }

    static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
