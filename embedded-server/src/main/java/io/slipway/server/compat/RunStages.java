package io.slipway.server.compat;

import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import io.slipway.server.workflow.RunView.StepView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run's steps seen as the stages of document 004. Pure. */
final class RunStages {
    private static final int DONE = 100;
    /** Before the clone itself: reservations, the disc, the place in line. */
    private static final int QUEUED = 5;

    private final RunView run;

    RunStages(RunView run) {
        this.run = run;
    }

    /** Stages that the plan has and that are finished, in order. */
    List<Stage> completed() {
        var completed = new ArrayList<Stage>();
        for (var stage : Stage.values()) {
            var steps = steps(stage);
            if (!steps.isEmpty() && steps.stream().allMatch(step -> step.state().equals("done"))) {
                completed.add(stage);
            }
        }
        return completed;
    }

    /** The first stage of the plan that is not finished; the last one when all are. */
    Stage current() {
        var completed = completed();
        for (var stage : Stage.values()) {
            if (!steps(stage).isEmpty() && !completed.contains(stage)) {
                return stage;
            }
        }
        return Stage.REGISTER;
    }

    /** Never less than at an earlier look at the same run; 100 only at its good end. */
    int percent() {
        if (run.state() == RunState.SUCCEEDED) {
            return DONE;
        }
        var current = current();
        boolean cloning =
                step("clone").filter(step -> !step.state().equals("pending")).isPresent();
        return current == Stage.CLONE_TEMPLATE && !cloning ? QUEUED : current.percent();
    }

    /** Whether a VM is left on the host although the run did not end well. */
    boolean keptVm() {
        return run.state() == RunState.PARKED && completed().contains(Stage.START_VM);
    }

    private Optional<StepView> step(String kind) {
        return forward().stream().filter(step -> step.kind().equals(kind)).findFirst();
    }

    private List<StepView> steps(Stage stage) {
        return forward().stream().filter(step -> stage.has(step.kind())).toList();
    }

    private List<StepView> forward() {
        return run.steps().stream().filter(step -> !step.undo()).toList();
    }
}
