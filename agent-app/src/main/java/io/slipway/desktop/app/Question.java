package io.slipway.desktop.app;

import io.slipway.desktop.look.Theme;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/**
 * A question with a few answers, each a verb. The first answer is the default; closing the window is no answer.
 *
 * @param id of the dialog, for tests and for screen readers' users who write scripts
 */
record Question<T>(String id, String title, String detail, List<Answer<T>> answers) {
    private static final double WIDTH = 460;

    /** One answer: what it says and what it means. */
    record Answer<T>(String words, T means) {}

    Question {
        answers = List.copyOf(answers);
    }

    /** Asks without blocking the JavaFX thread; {@code answered} comes with nothing when the window was closed. */
    void ask(@Nullable Window owner, Theme theme, java.util.function.Consumer<Optional<T>> answered) {
        var dialog = new Dialog<T>();
        if (owner != null && owner.isShowing()) {
            dialog.initOwner(owner);
        }
        dialog.setTitle(title);
        var pane = dialog.getDialogPane();
        pane.setId(id);
        pane.setPrefWidth(WIDTH);
        var heading = new Label(title);
        heading.getStyleClass().add("heading");
        heading.setWrapText(true);
        var words = new Label(detail);
        words.setWrapText(true);
        pane.setContent(new javafx.scene.layout.VBox(8, heading, words));
        pane.setHeaderText(null);
        pane.setGraphic(null);
        theme.dress(pane.getScene());
        var types = answers.stream()
                .map(answer -> new ButtonType(
                        answer.words(),
                        answer.equals(answers.getFirst()) ? ButtonBar.ButtonData.OK_DONE : ButtonBar.ButtonData.OTHER))
                .toList();
        pane.getButtonTypes().setAll(types);
        // A dialog without a cancelling button does not close by Escape or its frame: this one is there and not seen.
        pane.getButtonTypes().add(ButtonType.CANCEL);
        if (pane.lookupButton(ButtonType.CANCEL) instanceof Button hidden) {
            hidden.setVisible(false);
            hidden.setManaged(false);
        }
        dialog.setResultConverter(type -> {
            int chosen = types.indexOf(type);
            return chosen < 0 ? null : answers.get(chosen).means();
        });
        dialog.setOnHidden(event -> answered.accept(Optional.ofNullable(dialog.getResult())));
        dialog.show();
    }
}
