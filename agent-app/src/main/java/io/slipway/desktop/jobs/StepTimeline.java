package io.slipway.desktop.jobs;

import io.slipway.desktop.look.Shapes;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.text.Text;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.words.Times;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import io.slipway.server.workflow.RunView.StepView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The steps of one VM from the first to the last: how each stands, how long it took, how long it usually takes. */
final class StepTimeline {
    private final Text text;
    private final Times times;
    private final JobWords words;
    private final VBox rows = new VBox();
    private final ScrollPane view = new ScrollPane(rows);
    private List<Row> shown = List.of();

    /** One line; equal lines need not be drawn again. */
    private record Row(StateShape shape, String name, String tag, String took, String usual, boolean heading) {}

    StepTimeline(Text text, Times times) {
        this.text = text;
        this.times = times;
        this.words = new JobWords(text);
        rows.getStyleClass().add("timeline");
        view.setFitToWidth(true);
        view.getStyleClass().addAll("plain-scroll");
        view.setId("timeline");
        view.setAccessibleText(text.get("job.steps"));
    }

    Node view() {
        return view;
    }

    /** Shows a run as the look found it, with spans up to now. */
    void show(JobSnapshot look, RunView run, Instant now) {
        var fresh = new ArrayList<Row>();
        run.steps().stream().filter(step -> !step.undo()).forEach(step -> fresh.add(row(look, run, step, now)));
        var guest = look.guest().stream()
                .filter(event -> event.runId().filter(run.id()::equals).isPresent())
                .toList();
        if (!guest.isEmpty()) {
            fresh.add(heading(text.get("guest.heading")));
            guest.forEach(event -> fresh.add(row(event, now)));
        }
        var undo = run.steps().stream().filter(StepView::undo).toList();
        if (!undo.isEmpty()) {
            fresh.add(heading(text.get("phase.undo", run.subject())));
            undo.forEach(step -> fresh.add(row(look, run, step, now)));
        }
        if (!fresh.equals(shown)) {
            shown = List.copyOf(fresh);
            rows.getChildren().setAll(shown.stream().map(StepTimeline::draw).toList());
        }
    }

    private static Row heading(String words) {
        return new Row(StateShape.OFF, words, "", "", "", true);
    }

    private Row row(ProgressEvent event, Instant now) {
        var state = words.guest(event.status());
        var tag = event.status() == ProgressStatus.FAILED ? text.get("step.tag.failed") : state.word();
        return new Row(state.shape(), event.step(), tag, times.ago(event.at(), now), "", false);
    }

    private Row row(JobSnapshot look, RunView run, StepView step, Instant now) {
        boolean ended = run.state().ended();
        var shape = shape(run, step);
        var tag =
                switch (shape) {
                    case FAILED -> text.get(step.undo() ? "step.tag.left" : "step.tag.failed");
                    case OFF -> text.get("step.tag.notdone");
                    case BUSY, IDLE, DONE, NEEDS_YOU -> step.attempt() > 1 ? text.get("step.try", step.attempt()) : "";
                };
        var until = step.endedAt().or(() -> ended ? Optional.empty() : Optional.of(now));
        var took = step.startedAt()
                .flatMap(from -> until.map(to -> times.span(Duration.between(from, to))))
                .orElse("");
        var usual = step.undo() || shape == StateShape.OFF
                ? ""
                : look.usual()
                        .step(look.job().hostId(), run.planKind(), step.kind())
                        .map(times::usual)
                        .orElse("");
        return new Row(shape, words.step(step.kind()), tag, took, usual, false);
    }

    private static StateShape shape(RunView run, StepView step) {
        return switch (step.state()) {
            case "done" -> StateShape.DONE;
            case "failed" -> StateShape.FAILED;
            case "running", "waiting" -> run.state().ended() ? StateShape.OFF : StateShape.BUSY;
            default ->
                run.state().ended() && run.state() != RunState.PARKED || run.compensating() && !step.undo()
                        ? StateShape.OFF
                        : StateShape.IDLE;
        };
    }

    private static Node draw(Row row) {
        if (row.heading()) {
            return Parts.words(row.name(), "strong", "timeline-heading");
        }
        var name = Parts.words(row.name(), row.shape() == StateShape.IDLE ? "muted" : "step-name");
        name.setMinWidth(80);
        HBox.setHgrow(name, Priority.ALWAYS);
        name.setMaxWidth(Double.MAX_VALUE);
        var line = new HBox(8, Shapes.draw(row.shape()), name);
        line.getStyleClass().add("timeline-row");
        if (!row.tag().isEmpty()) {
            var tag = Parts.words(row.tag(), row.shape().colour(), "strong");
            tag.setMinWidth(60);
            line.getChildren().add(tag);
        }
        if (!row.usual().isEmpty()) {
            // In a narrow window it takes two lines, so that what it took is not pushed over the edge.
            var usual = Parts.words(row.usual(), "muted", "figures", "timeline-usual");
            usual.setMinWidth(70);
            line.getChildren().add(usual);
        }
        line.getChildren().add(Parts.word(row.took(), "figures", "timeline-took"));
        line.setAccessibleText(String.join(", ", row.name(), row.tag(), row.took(), row.usual()));
        return line;
    }
}
