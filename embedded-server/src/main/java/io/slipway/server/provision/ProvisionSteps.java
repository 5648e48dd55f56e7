package io.slipway.server.provision;

import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.Step;
import io.slipway.server.workflow.StepCatalog;
import java.util.Set;

/** Puts the code behind the kinds that {@link Plans} names. */
public final class ProvisionSteps {
    private ProvisionSteps() {}

    public static StepCatalog catalog(StepParts parts) {
        var rows = new StepRowsSql(parts.database());
        var media = new MediaSteps(parts, rows);
        var clone = new CloneSteps(parts, rows);
        var guest = new GuestSteps(parts, rows);
        var delete = new DeleteSteps(parts, rows);
        var slots = new SlotSteps(parts, rows);
        return new Watched(parts)
                .add("reserve", clone::reserve)
                .add("undo-reserve", clone::undoReserve)
                .add("token", media::token)
                .add("undo-token", media::undoToken)
                .add("media", media::build)
                .add("acquire-slot", slots::acquire)
                .add("release-slot", slots::release)
                .add("upload", media::upload)
                .add("undo-upload", media::undoUpload)
                .add("clone", clone::make)
                .add("undo-clone", clone::undoMake)
                .add("configure", clone::configure)
                .add("start", clone::start)
                .add("await-guest", guest::awaitGuest)
                .add("await-complete", guest::awaitComplete)
                .add("await-network", guest::awaitNetwork)
                .add("post-provision", guest::postProvision)
                .add("detach-media", media::detach)
                .add("close", guest::close)
                .add("delete-vm", delete::machine)
                .add("delete-media", delete::media)
                .add("delete-rows", delete::rows)
                .catalog();
    }

    /**
     * What every step has in common: before it the redactor learns the run's secrets, which a host's answers may repeat, and it
     * holds still while its host is not trusted; after the last one the redactor forgets.
     */
    private static final class Watched {
        /** Steps after which a run does nothing more. */
        private static final Set<String> LAST = Set.of("close", "undo-reserve", "delete-rows");

        private final StepCatalog.Builder builder = StepCatalog.builder();
        private final StepParts parts;

        Watched(StepParts parts) {
            this.parts = parts;
        }

        Watched add(String kind, Step step) {
            builder.add(kind, context -> {
                parts.vault().recall(context.tenant(), context.jobId(), context.runId());
                var outcome = parts.trusted(context, step);
                if (LAST.contains(kind) && outcome instanceof Outcome.Done) {
                    parts.vault().letGo(context.runId());
                }
                return outcome;
            });
            return this;
        }

        StepCatalog catalog() {
            return builder.build();
        }
    }
}
