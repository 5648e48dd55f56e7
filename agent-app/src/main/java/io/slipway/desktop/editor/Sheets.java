package io.slipway.desktop.editor;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Questions of a page: a card over the page, which cannot be used meanwhile. Escape takes the first button, which never changes
 * anything; Enter takes the last one.
 */
final class Sheets {
    private final StackPane layers;
    private final Node below;
    private @Nullable StackPane shown;
    private @Nullable Node focused;

    /** @param below the page's own content, which lies under every sheet */
    Sheets(StackPane layers, Node below) {
        this.layers = layers;
        this.below = below;
        layers.getChildren().setAll(below);
    }

    /** A button of a sheet: its id, its words, whether it destroys, and what it does after the sheet has gone. */
    record Choice(String id, String words, Style style, Runnable action) {
        /** How a button looks. */
        enum Style {
            PLAIN,
            ACCENT,
            DANGER
        }

        static Choice plain(String id, String words, Runnable action) {
            return new Choice(id, words, Style.PLAIN, action);
        }

        static Choice accent(String id, String words, Runnable action) {
            return new Choice(id, words, Style.ACCENT, action);
        }

        static Choice danger(String id, String words, Runnable action) {
            return new Choice(id, words, Style.DANGER, action);
        }
    }

    boolean isShown() {
        return shown != null;
    }

    /** Shows a card; the first choice is the way out. */
    void show(String title, Node content, List<Choice> choices) {
        show(title, content, choices, 560);
    }

    void show(String title, Node content, List<Choice> choices, double width) {
        close();
        var scene = layers.getScene();
        focused = scene == null ? null : scene.getFocusOwner();
        var heading = new Label(title);
        heading.getStyleClass().add("heading");
        heading.setWrapText(true);
        var buttons = new HBox(8);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var card = new VBox(16, heading, content, buttons);
        card.getStyleClass().addAll("card", "question");
        card.setMaxSize(width, Region.USE_PREF_SIZE);
        card.setPrefWidth(width);
        for (int i = 0; i < choices.size(); i++) {
            buttons.getChildren().add(button(choices.get(i), i == choices.size() - 1));
        }
        var scrim = new StackPane(card);
        scrim.getStyleClass().add("scrim");
        scrim.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                run(choices.getFirst());
            }
        });
        below.setDisable(true);
        layers.getChildren().add(scrim);
        shown = scrim;
        focusFirst(content, buttons);
    }

    private Button button(Choice choice, boolean last) {
        var button = new Button(choice.words());
        button.setId(choice.id());
        button.setMinWidth(Region.USE_PREF_SIZE);
        switch (choice.style()) {
            case PLAIN -> {}
            case ACCENT -> button.getStyleClass().add("accent");
            case DANGER -> button.getStyleClass().add("danger");
        }
        button.setDefaultButton(last && choice.style() == Choice.Style.ACCENT);
        button.setOnAction(event -> run(choice));
        return button;
    }

    private void run(Choice choice) {
        close();
        choice.action().run();
    }

    private static void focusFirst(Node content, HBox buttons) {
        var first = firstInput(content);
        if (first != null) {
            first.requestFocus();
        } else {
            buttons.getChildren().getLast().requestFocus();
        }
    }

    private static @Nullable Node firstInput(Node node) {
        if (node instanceof javafx.scene.control.TextInputControl
                || node instanceof javafx.scene.control.ComboBoxBase) {
            return node;
        }
        if (node instanceof javafx.scene.Parent parent && !(node instanceof javafx.scene.control.Control)) {
            for (var child : parent.getChildrenUnmodifiable()) {
                var found = firstInput(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Takes the card away without an answer. */
    void close() {
        if (shown != null) {
            layers.getChildren().remove(shown);
            shown = null;
            below.setDisable(false);
            if (focused != null) {
                focused.requestFocus();
                focused = null;
            }
        }
    }
}
