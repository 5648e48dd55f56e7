package io.slipway.desktop.jobs;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Modality;

/** Asks before something that cannot be brought back. The safe answer is the default one and the one of the Escape key. */
public final class Question {
    private static final double WIDTH = 480;

    private Question() {}

    /**
     * What is asked.
     *
     * @param title one sentence
     * @param body what will happen, below it
     * @param yes the verb that does it
     * @param no the verb that leaves everything as it is
     */
    public record Words(String title, List<Node> body, String yes, String no) {
        public Words {
            body = List.copyOf(body);
        }
    }

    /** Opens the question over the window of the node; {@code then} runs after a yes. */
    public static void ask(Node over, Words words, Runnable then) {
        var dialog = new Dialog<ButtonType>();
        var window = over.getScene().getWindow();
        dialog.initOwner(window);
        dialog.initModality(Modality.WINDOW_MODAL);
        dialog.setTitle(words.title());
        var yes = new ButtonType(words.yes(), ButtonBar.ButtonData.LEFT);
        var no = new ButtonType(words.no(), ButtonBar.ButtonData.CANCEL_CLOSE);
        var pane = dialog.getDialogPane();
        pane.getStylesheets().setAll(over.getScene().getStylesheets());
        Parts.dress(pane);
        pane.getStyleClass().add("question");
        pane.getButtonTypes().setAll(yes, no);
        var content = new VBox(8, Parts.words(words.title(), "heading"));
        content.getChildren().addAll(words.body());
        content.setPrefWidth(WIDTH);
        pane.setContent(content);
        answer(pane.lookupButton(yes), "question-yes", false);
        pane.lookupButton(yes).getStyleClass().add("danger");
        answer(pane.lookupButton(no), "question-no", true);
        dialog.setOnHidden(event -> {
            if (yes.equals(dialog.getResult())) {
                then.run();
            }
        });
        dialog.show();
    }

    private static void answer(Node node, String id, boolean safe) {
        node.setId(id);
        if (node instanceof Button button) {
            ButtonBar.setButtonUniformSize(button, false);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setDefaultButton(safe);
        }
    }
}
