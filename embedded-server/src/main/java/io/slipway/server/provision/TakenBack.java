package io.slipway.server.provision;

import io.slipway.server.workflow.RunState;
import io.slipway.server.workflow.RunView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/**
 * What stopping or cleaning up a job takes back of one VM: what its steps have begun and nothing has taken back yet. The name and
 * the address are given back in any case.
 *
 * @param vm its name
 * @param begun whether a step has begun; otherwise there is nothing but the name and the address
 * @param vmId its number on the host; empty while there is no machine
 * @param disc the volume of its config ISO; empty while none was sent to the host
 * @param token whether its token is open
 */
public record TakenBack(String vm, boolean begun, OptionalInt vmId, Optional<String> disc, boolean token) {

    /** One entry per VM that would be stopped or cleaned up; those that are finished or gone stay as they are. */
    public static List<TakenBack> of(List<RunView> runs) {
        return runs.stream().filter(TakenBack::stoppable).map(TakenBack::of).toList();
    }

    /** Whether stopping the job does anything to the run. */
    public static boolean stoppable(RunView run) {
        return switch (run.state()) {
            case READY, RUNNING, WAITING -> !run.compensating() && !run.cancelRequested();
            case PARKED, NEEDS_ATTENTION -> true;
            case SUCCEEDED, FAILED, CANCELLED -> false;
        };
    }

    private static TakenBack of(RunView run) {
        var id = holds(run, "clone", "undo-clone")
                ? output(run, "reserve").flatMap(TakenBack::vmid)
                : Optional.<Integer>empty();
        var disc = holds(run, "upload", "undo-upload")
                ? output(run, "media").map(media -> media.path("volume").asString(""))
                : Optional.<String>empty();
        return new TakenBack(
                run.subject(),
                run.steps().stream().anyMatch(step -> step.startedAt().isPresent()),
                id.map(OptionalInt::of).orElse(OptionalInt.empty()),
                disc.filter(volume -> !volume.isEmpty()),
                holds(run, "token", "undo-token"));
    }

    private static Optional<Integer> vmid(ObjectNode reserved) {
        return Optional.of(reserved.path("vmid").asInt(0)).filter(id -> id > 0);
    }

    /** Whether the step has begun and the one that takes it back has not ended well. */
    private static boolean holds(RunView run, String kind, String undo) {
        boolean begun = run.steps().stream()
                .anyMatch(step -> step.kind().equals(kind) && step.startedAt().isPresent());
        boolean undone = run.steps().stream()
                .anyMatch(step -> step.kind().equals(undo) && step.state().equals("done"));
        return begun && !undone && run.state() != RunState.SUCCEEDED;
    }

    private static Optional<ObjectNode> output(RunView run, String kind) {
        return run.steps().stream()
                .filter(step -> step.kind().equals(kind))
                .findFirst()
                .flatMap(RunView.StepView::output);
    }
}
