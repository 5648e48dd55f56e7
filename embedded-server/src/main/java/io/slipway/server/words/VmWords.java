package io.slipway.server.words;

import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.RunState;
import java.util.Locale;
import java.util.Optional;

/** How a VM stands, in words and by shape. */
public final class VmWords {
    private VmWords() {}

    /**
     * How a VM stands.
     *
     * @param text the bundle {@code jobs}
     * @param run the newest run that is about it
     */
    public static JobWords.State state(Text text, Vm vm, Optional<RunGlance> run) {
        var shape = shape(vm, run);
        if (run.filter(RunGlance::held).isPresent()) {
            return new JobWords.State(shape, text.get("state.held"));
        }
        if (kept(vm, run)) {
            return new JobWords.State(shape, text.get("vm.state.kept"));
        }
        return new JobWords.State(
                shape, text.get("vm.state." + vm.state().name().toLowerCase(Locale.ROOT)));
    }

    /** How a VM stands, by shape alone. */
    public static StateShape shape(Vm vm, Optional<RunGlance> run) {
        if (run.filter(RunGlance::held).isPresent() || kept(vm, run)) {
            return StateShape.NEEDS_YOU;
        }
        return switch (vm.state()) {
            case CREATING, DELETING -> StateShape.BUSY;
            case PRESENT -> StateShape.DONE;
            case FAILED -> StateShape.NEEDS_YOU;
            case GONE -> StateShape.OFF;
        };
    }

    private static boolean kept(Vm vm, Optional<RunGlance> run) {
        return vm.state() == Vm.State.CREATING
                && run.filter(one -> one.state() == RunState.PARKED).isPresent();
    }
}
