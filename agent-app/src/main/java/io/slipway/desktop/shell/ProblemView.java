package io.slipway.desktop.shell;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.words.StateShape;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One layout for every error: what failed and why, what to do, the code to quote, and a button that copies all of it. */
public final class ProblemView extends HBox {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemView.class);

    /**
     * Shows a failure.
     *
     * @param shell the texts of bundle {@code shell}
     * @param retry what "try again" does, where that makes sense
     */
    public static ProblemView of(Text shell, Throwable failure, Optional<Runnable> retry) {
        if (failure instanceof SlipwayException known) {
            return new ProblemView(shell, known.problem(), retry);
        }
        LOG.error("unexpected failure in the desktop", failure);
        var problem = Problem.of(
                io.slipway.server.base.ProblemCode.INTERNAL_ERROR,
                shell.get("problem.unexpected"),
                shell.get("problem.unexpected.next"));
        return new ProblemView(shell, problem.with("cause", failure.getClass().getSimpleName()), retry);
    }

    private ProblemView(Text shell, Problem problem, Optional<Runnable> retry) {
        super(12);
        getStyleClass().addAll("card", "problem");
        var said = ProblemWords.of(shell.language());
        var words = new VBox(6, wrapped(said.title(problem.code()), "strong"));
        if (!problem.detail().isEmpty()) {
            words.getChildren().add(wrapped(problem.detail(), "problem-detail"));
        }
        words.getChildren().add(wrapped(said.nextStep(problem), "muted"));
        problem.errors().forEach(error -> words.getChildren().add(wrapped(line(error), "mono")));
        words.getChildren().add(wrapped(shell.get("problem.code", problem.code()), "code"));
        HBox.setHgrow(words, Priority.ALWAYS);
        var buttons = new VBox(8);
        retry.ifPresent(again -> buttons.getChildren().add(button(shell.get("action.retry"), again)));
        buttons.getChildren().add(button(shell.get("action.copyDetails"), () -> copy(details(problem))));
        getChildren().addAll(Shapes.draw(StateShape.FAILED), words, buttons);
    }

    /** All of a problem as text, for a message to somebody who helps. */
    public static String details(Problem problem) {
        var context = problem.context().entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n"));
        var errors = problem.errors().stream().map(ProblemView::line).collect(Collectors.joining("\n"));
        return String.join("\n", problem.code().toString(), problem.detail(), problem.nextStep(), context, errors)
                .strip();
    }

    private static String line(FieldError error) {
        return error.pointer().isEmpty() ? error.message() : error.pointer() + "  " + error.message();
    }

    private static Label wrapped(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }

    private static Button button(String words, Runnable action) {
        var button = new Button(words);
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> action.run());
        return button;
    }

    private static void copy(String words) {
        var content = new ClipboardContent();
        content.putString(words);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
