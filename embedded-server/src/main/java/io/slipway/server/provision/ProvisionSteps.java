package io.slipway.server.provision;

import io.slipway.server.base.Problem;
import io.slipway.server.workflow.Outcome;
import io.slipway.server.workflow.Step;
import io.slipway.server.workflow.StepCatalog;
import io.slipway.server.workflow.StepContext;
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
        var power = new PowerSteps(parts);
        var slots = new SlotSteps(parts, rows);
        return new Watched(parts, rows)
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
                .add("power-on", power::on)
                .add("power-off", power::off)
                .add("power-down", power::down)
                .catalog();
    }

    /**
     * What every step has in common: before it the redactor learns the run's secrets, which a host's answers may repeat, and it
     * holds still while its host is not trusted; after the last one the redactor forgets.
     */
    private static final class Watched {
        /** Steps after which a run does nothing more. */
        private static final Set<String> LAST =
                Set.of("close", "undo-reserve", "delete-rows", "power-on", "power-off", "power-down");

        private final StepCatalog.Builder builder = StepCatalog.builder();
        private final StepParts parts;
        private final StepRowsSql rows;

        Watched(StepParts parts, StepRowsSql rows) {
            this.parts = parts;
            this.rows = rows;
        }

        Watched add(String kind, Step step) {
            builder.add(kind, context -> {
                parts.vault().recall(context.tenant(), context.jobId(), context.runId());
                var outcome = needsHost(kind, context) ? parts.trusted(context, step) : step.run(context);
                if (kind.startsWith("undo-") && outcome instanceof Outcome.Hold hold) {
                    return heldBack(context, hold);
                }
                if (LAST.contains(kind) && outcome instanceof Outcome.Done) {
                    parts.vault().letGo(context.runId());
                }
                return outcome;
            });
            return this;
        }

        /** What is only ours to take back does not wait for a host. */
        private static boolean needsHost(String kind, StepContext context) {
            return switch (kind) {
                case "undo-token", "undo-reserve", "release-slot" -> false;
                case "undo-clone" -> StepParts.vmId(context).isPresent();
                default -> true;
            };
        }

        /**
         * Taking back waits until the host is trusted again. The guest's token does not: it lies on a disc that somebody else may
         * be reading.
         */
        private Outcome heldBack(StepContext context, Outcome.Hold hold) {
            rows.revokeToken(context.tenant(), context.runId());
            var why = hold.why();
            var left =
                    "Its VM's token is revoked. Left until the host is trusted again, and taken back then by itself: "
                            + StepParts.vmId(context)
                                    .map(id -> "VM " + id + " and ")
                                    .orElse("") + "the disc "
                            + StepParts.media(context, StepParts.vm(context)).volume() + ", as far as they exist.";
            var told = new Problem(why.code(), why.detail() + " " + left, why.nextStep(), why.context(), why.errors());
            return new Outcome.Hold(hold.forWhat(), hold.pause(), told);
        }

        StepCatalog catalog() {
            return builder.build();
        }
    }
}
