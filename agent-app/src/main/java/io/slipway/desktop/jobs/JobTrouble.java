package io.slipway.desktop.jobs;

import io.slipway.desktop.look.Shapes;
import io.slipway.desktop.shell.ProblemView;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** What failed in a job: which VM, why, what to do, and what could not be taken back. */
final class JobTrouble {
    private static final double HIGHEST = 190;

    private JobTrouble() {}

    static Node of(Text text, Text shell, List<RunView> bad) {
        var list = new VBox(8);
        list.setId("job-trouble");
        for (var run : bad) {
            list.getChildren().add(Parts.words(run.subject(), "strong"));
            run.problem().ifPresent(problem -> list.getChildren()
                    .add(ProblemView.of(shell, problem.exception(), Optional.empty())));
            left(text, run).forEach(list.getChildren()::add);
        }
        var scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.setMinHeight(Math.min(HIGHEST, 130));
        scroll.getStyleClass().add("plain-scroll");
        return scroll;
    }

    /** What is left over, one line for each thing, where the clean-up was not complete. */
    private static List<Node> left(Text text, RunView run) {
        if (run.state() != RunState.NEEDS_ATTENTION) {
            return List.of();
        }
        var lines =
                new VBox(4, Parts.words(text.get("left.title"), "strong"), Parts.words(text.get("left.body"), "muted"));
        var words = new JobWords(text);
        var said = ProblemWords.of(text.language());
        run.steps().stream()
                .filter(step -> step.undo() && step.state().equals("failed"))
                .forEach(step -> {
                    var why = step.problem()
                            .map(problem -> ": " + said.line(problem))
                            .orElse("");
                    var line = Parts.words(words.step(step.kind()) + why);
                    HBox.setHgrow(line, Priority.ALWAYS);
                    lines.getChildren().add(new HBox(8, Shapes.draw(StateShape.FAILED), line));
                });
        return List.of(lines);
    }
}
