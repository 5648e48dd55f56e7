package io.slipway.server.web.ui.jobs;

import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.text.Text;
import io.slipway.server.web.ui.frame.PageFrame;
import io.slipway.server.words.JobWords;
import io.slipway.server.words.StateShape;
import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import io.slipway.server.workflow.RunView.StepView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step of a VM: how it stands, how long it took, how long it usually takes.
 *
 * @param tag a word where the shape alone does not say it; may be empty
 * @param took empty while it has not begun
 */
record StepRow(StateShape shape, String name, String tag, Optional<Ticking> took, String usual) {

    /** Steps under one heading; the first ones have none. */
    record Group(String heading, List<StepRow> rows) {}

    /** The chosen VM's steps, what its guest reports, and what is taken back. */
    static List<Group> of(PageFrame frame, JobLook look, RunView run) {
        var text = frame.text("jobs");
        var maker = new Maker(frame, text, new JobWords(text), look, run);
        var groups = new ArrayList<Group>();
        groups.add(new Group(
                "",
                run.steps().stream()
                        .filter(step -> !step.undo())
                        .map(maker::row)
                        .toList()));
        if (!look.guest().isEmpty()) {
            groups.add(new Group(
                    text.get("guest.heading"),
                    look.guest().stream().map(maker::row).toList()));
        }
        var undo = run.steps().stream().filter(StepView::undo).toList();
        if (!undo.isEmpty()) {
            groups.add(new Group(
                    text.get("phase.undo", run.subject()),
                    undo.stream().map(maker::row).toList()));
        }
        return groups;
    }

    private record Maker(PageFrame frame, Text text, JobWords words, JobLook look, RunView run) {
        StepRow row(ProgressEvent event) {
            var state = words.guest(event.status());
            var tag = event.status() == ProgressStatus.FAILED ? text.get("step.tag.failed") : state.word();
            return new StepRow(state.shape(), event.step(), tag, Optional.of(Ticking.ago(frame, event.at())), "");
        }

        StepRow row(StepView step) {
            var shape = shape(step);
            var tag =
                    switch (shape) {
                        case FAILED -> text.get(step.undo() ? "step.tag.left" : "step.tag.failed");
                        case OFF -> text.get("step.tag.notdone");
                        case BUSY, IDLE, DONE, NEEDS_YOU ->
                            step.attempt() > 1 ? text.get("step.try", step.attempt()) : "";
                    };
            var usual = step.undo() || shape == StateShape.OFF
                    ? ""
                    : look.usual()
                            .step(look.job().hostId(), run.planKind(), step.kind())
                            .map(frame.times()::usual)
                            .orElse("");
            return new StepRow(
                    shape, words.step(step.kind()), tag, step.startedAt().flatMap(from -> took(step, from)), usual);
        }

        /** Nothing is said of a step that never ended in a run that has. */
        private Optional<Ticking> took(StepView step, Instant from) {
            return step.endedAt().isEmpty() && run.state().ended()
                    ? Optional.empty()
                    : Optional.of(Ticking.span(frame, from, step.endedAt()));
        }

        private StateShape shape(StepView step) {
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
    }
}
