package io.slipway.server.provision;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;
import java.time.Duration;

/** A host takes few VMs at a time: a slot is held from the upload to the start. */
final class SlotSteps {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private final StepParts parts;
    private final StepRowsSql rows;

    SlotSteps(StepParts parts, StepRowsSql rows) {
        this.parts = parts;
        this.rows = rows;
    }

    Outcome acquire(StepContext context) {
        var hostId = StepParts.vm(context).hostId();
        if (rows.acquireSlot(context.tenant(), hostId, context.runId())) {
            return Outcome.done();
        }
        var late = Problem.of(ProblemCode.HOST_BUSY, "The host had no free slot for two days.");
        return new Outcome.Wait(StepParts.slotName(hostId), LOOK_AGAIN, late);
    }

    /** Also the undo of {@link #acquire}: a run that never got a slot has none to give back. */
    Outcome release(StepContext context) {
        var hostId = StepParts.vm(context).hostId();
        if (rows.releaseSlot(context.runId())) {
            parts.wakeOne().accept(StepParts.slotName(hostId));
        }
        return Outcome.done();
    }
}
