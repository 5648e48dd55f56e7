package io.slipway.server.provision;

import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.StepContext;
import java.util.Optional;

/** Deletes a VM and all that was made for it. The input is a {@link VmRemoval}. */
final class DeleteSteps {
    private final StepParts parts;
    private final StepRowsSql rows;
    private final OrderDocumentsSql documents;

    DeleteSteps(StepParts parts, StepRowsSql rows) {
        this.parts = parts;
        this.rows = rows;
        this.documents = new OrderDocumentsSql(parts.database());
    }

    Outcome machine(StepContext context) {
        var removal = VmRemoval.fromJson(context.input());
        if (removal.vmId().isPresent()) {
            var id = new VmId(removal.vmId().getAsInt());
            parts.hypervisor(context, removal.hostId())
                    .destroy(
                            id,
                            new RunMarker(removal.madeByRun()),
                            Optional.of(removal.vmUuid()),
                            StepParts.log(context));
            context.log("VM " + id + " is gone.");
        }
        return Outcome.done();
    }

    Outcome media(StepContext context) {
        var removal = VmRemoval.fromJson(context.input());
        if (removal.volume().isPresent()) {
            parts.hypervisor(context, removal.hostId())
                    .removeMedia(MediaRef.parse(removal.volume().get()));
            rows.mediaState(removal.madeByRun(), "removed", context.now());
        }
        return Outcome.done();
    }

    Outcome rows(StepContext context) {
        var removal = VmRemoval.fromJson(context.input());
        parts.vault().forgetRun(context.tenant(), removal.madeByRun());
        parts.vault().forgetVm(context.tenant(), removal.vmUuid());
        rows.forgetVm(context.tenant(), removal);
        documents.sweep();
        return Outcome.done();
    }
}
