package io.slipway.server.disc;

import io.slipway.server.base.TenantId;
import io.slipway.server.inventory.Vm;
import io.slipway.server.job.Jobs;
import io.slipway.server.provision.GuestEndpoints;
import io.slipway.server.provision.OrderVault;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The files of a VM's config disc, made again from its order without their secrets. Thread-safe. */
public final class VmDisc {
    private static final List<String> ANSWERS = List.of("autounattend.xml", "unattend.xml", "user-data");

    private final Jobs jobs;
    private final OrderVault vault;
    private final DiscPreview preview;

    /** @param endpoints how guests reach us at this moment */
    public VmDisc(Jobs jobs, OrderVault vault, Supplier<GuestEndpoints> endpoints) {
        this.jobs = jobs;
        this.vault = vault;
        this.preview = new DiscPreview(endpoints);
    }

    /** Why there are no files to show. */
    public enum Absence {
        /** The machine was cloned without a config disc. */
        NONE,
        /** An answer file of the operator's own, which may hold passwords. */
        OWN,
        /** The documents of the order are not kept any more. */
        GONE
    }

    /**
     * What there is to see.
     *
     * @param files in the order of the disc, none when there is a reason
     * @param absence why there are none
     */
    public record Files(List<PreviewFile> files, Optional<Absence> absence) {
        public Files {
            files = List.copyOf(files);
        }

        static Files none(Absence why) {
            return new Files(List.of(), Optional.of(why));
        }

        /** The one that answers the installer's questions. */
        public Optional<PreviewFile> answer() {
            return files.stream().filter(file -> ANSWERS.contains(file.name())).findFirst();
        }
    }

    /**
     * Makes the files again.
     *
     * @throws io.slipway.server.base.SlipwayException VAULT_LOCKED, VAULT_KEY_LOST, or why they cannot be made
     */
    public Files of(TenantId tenant, Vm vm) {
        var run = vm.runId().flatMap(id -> jobs.run(tenant, id));
        if (run.isEmpty()) {
            return Files.none(Absence.GONE);
        }
        var disc = vault.disc(tenant, run.get());
        if (disc.isEmpty()) {
            var kind = run.get().input().path("kind");
            return Files.none(kind.isNull() || kind.isMissingNode() ? Absence.NONE : Absence.GONE);
        }
        if (disc.get().ownAnswerFile()) {
            return Files.none(Absence.OWN);
        }
        return switch (preview.show(DiscOrder.of(disc.get()))) {
            case DiscPreview.Shown shown -> new Files(shown.files(), Optional.empty());
            case DiscPreview.Refused refused -> throw refused.problem().exception();
        };
    }
}
