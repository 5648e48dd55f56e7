package io.slipway.desktop.vms;

import io.slipway.desktop.jobs.JobWords;
import io.slipway.desktop.look.StateShape;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.RunGlance;
import io.slipway.server.text.Text;
import io.slipway.server.workflow.RunState;
import java.util.Locale;

/** How a VM stands, in words and by shape. */
final class VmWords {
    private VmWords() {}

    static JobWords.State state(Text text, VmEntry.OfVm entry) {
        var run = entry.run();
        if (run.filter(RunGlance::held).isPresent()) {
            return new JobWords.State(StateShape.NEEDS_YOU, text.get("state.held"));
        }
        if (entry.vm().state() == Vm.State.CREATING
                && run.filter(one -> one.state() == RunState.PARKED).isPresent()) {
            return new JobWords.State(StateShape.NEEDS_YOU, text.get("vm.state.kept"));
        }
        var shape =
                switch (entry.vm().state()) {
                    case CREATING, DELETING -> StateShape.BUSY;
                    case PRESENT -> StateShape.DONE;
                    case FAILED -> StateShape.NEEDS_YOU;
                    case GONE -> StateShape.OFF;
                };
        return new JobWords.State(
                shape, text.get("vm.state." + entry.vm().state().name().toLowerCase(Locale.ROOT)));
    }
}
