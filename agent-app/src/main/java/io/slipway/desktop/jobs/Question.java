package io.slipway.desktop.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;
import javafx.stage.Window;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A question in a window of its own, each answer a verb. One answer is the default; closing the window and Escape are no answer. Use on
 * the JavaFX thread, which it does not block.
 *
 * @param id of the dialog
 * @param title one sentence
 * @param body what will happen, below it
 * @param answers in the order in which they stand
 */
public record Question<T>(String id, String title, List<Node> body, List<Answer<T>> answers) {
    private static final double WIDTH = 500;

    /** How an answer looks and when it can be given. */
    public enum Kind {
        /** The Enter key gives it. */
        DEFAULT,
        PLAIN,
        /** It cannot be brought back. */
        DANGER,
        /** It can be given only after two seconds, so that nobody does it by a double click or a key meant for another window. */
        CONSIDERED,
        /** It stands there, but cannot be given. */
        IMPOSSIBLE
    }

    /** One answer: what it says and what it means. */
    public record Answer<T>(String id, String words, Kind kind, T means) {}

    /**
     * What is asked before something that cannot be brought back. The safe answer is the default one.
     *
     * @param yes the verb that does it
     * @param no the verb that leaves everything as it is
     */
    public record Words(String title, List<Node> body, String yes, String no) {
        public Words {
            body = List.copyOf(body);
        }
    }

    public Question {
        body = List.copyOf(body);
        answers = List.copyOf(answers);
    }

    /** Asks over the window of the node; {@code then} runs after a yes. */
    public static void ask(Node over, Words words, Runnable then) {
        new Question<>(
                        "question",
                        words.title(),
                        words.body(),
                        List.of(
                                new Answer<>("question-yes", words.yes(), Kind.DANGER, true),
                                new Answer<>("question-no", words.no(), Kind.DEFAULT, false)))
                .ask(over.getScene().getWindow(), over.getScene().getStylesheets(), answer -> {
                    if (answer.orElse(false)) {
                        then.run();
                    }
                });
    }

    /**
     * Asks.
     *
     * @param sheets the styles of the window
     * @param answered comes with nothing when the window was closed
     */
    public void ask(@Nullable Window owner, List<String> sheets, Consumer<Optional<T>> answered) {
        var dialog = new Dialog<T>();
        if (owner != null && owner.isShowing()) {
            dialog.initOwner(owner);
            dialog.initModality(Modality.WINDOW_MODAL);
        }
        dialog.setTitle(title);
        var pane = dialog.getDialogPane();
        pane.setId(id);
        pane.setHeaderText(null);
        pane.setGraphic(null);
        pane.getStylesheets().setAll(sheets);
        Parts.dress(pane);
        pane.getStyleClass().add("question");
        var content = new VBox(8, Parts.words(title, "heading"));
        content.getChildren().addAll(body);
        content.setPrefWidth(WIDTH);
        pane.setContent(content);
        var types = types(pane.getButtonTypes());
        for (int i = 0; i < types.size(); i++) {
            dress((Button) pane.lookupButton(types.get(i)), answers.get(i));
        }
        closeWithoutAnswer(dialog);
        dialog.setResultConverter(type -> {
            int chosen = types.indexOf(type);
            return chosen < 0 ? null : answers.get(chosen).means();
        });
        dialog.setOnHidden(event -> answered.accept(Optional.ofNullable(dialog.getResult())));
        dialog.show();
    }

    private List<ButtonType> types(ObservableList<ButtonType> buttons) {
        var types = new ArrayList<ButtonType>();
        for (var answer : answers) {
            // By their place alone, so that no system puts them in an order of its own.
            boolean apart = answer.kind() == Kind.DANGER;
            types.add(new ButtonType(answer.words(), apart ? ButtonBar.ButtonData.LEFT : ButtonBar.ButtonData.RIGHT));
        }
        buttons.setAll(types);
        buttons.add(ButtonType.CANCEL);
        return types;
    }

    /**
     * A dialog without a cancelling button does not close by its frame: this one is there and not seen. Not seen, it hears no Escape
     * either.
     */
    private static void closeWithoutAnswer(Dialog<?> dialog) {
        var pane = dialog.getDialogPane();
        var cancel = pane.lookupButton(ButtonType.CANCEL);
        Parts.show(cancel, false);
        pane.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                dialog.close();
            }
        });
    }

    private static void dress(Button button, Answer<?> answer) {
        button.setId(answer.id());
        ButtonBar.setButtonUniformSize(button, false);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setDefaultButton(answer.kind() == Kind.DEFAULT);
        switch (answer.kind()) {
            case DEFAULT, PLAIN -> {}
            case DANGER -> button.getStyleClass().add("danger");
            case CONSIDERED -> {
                button.setDisable(true);
                var wait = new PauseTransition(Duration.seconds(2));
                wait.setOnFinished(event -> button.setDisable(false));
                wait.play();
            }
            case IMPOSSIBLE -> button.setDisable(true);
        }
    }
}
