package io.slipway.desktop.tray;

import io.slipway.desktop.shell.Place;
import io.slipway.desktop.watch.RecentVm;
import io.slipway.desktop.watch.Work;
import io.slipway.server.health.Warning;
import io.slipway.server.job.OpenRun;
import io.slipway.server.vault.VaultState;
import java.util.List;
import java.util.Optional;

/**
 * What the icon has to tell.
 *
 * @param intake whether new jobs are taken
 * @param building VMs that are being made
 * @param deleting VMs that are being taken away
 * @param needsYou VMs that wait for a decision
 * @param warnings other things that wait for one
 * @param first what a click on the first line of the menu opens
 * @param recent VMs that the menu offers
 * @param paired whether this installation belongs to a hub, so that it can be paired again
 */
public record TrayFacts(
        Work.Server server,
        VaultState vault,
        Work.Intake intake,
        int building,
        int deleting,
        int needsYou,
        int warnings,
        Place first,
        List<RecentVm> recent,
        boolean paired) {
    /** The warning that repeats what the vault's own state says. */
    private static final String VAULT_WARNING = "vault-locked";

    private static final String DELETION = "delete_vm";
    private static final String POWER = "power_vm";

    public TrayFacts {
        recent = List.copyOf(recent);
    }

    /** The facts of one look. */
    public static TrayFacts of(Work work, boolean paired) {
        var needsYou = work.open().stream().filter(OpenRun::needsOperator).toList();
        var inWork = work.open().stream()
                .filter(run -> !run.needsOperator() && !run.jobKind().equals(POWER))
                .toList();
        int deleting = (int)
                inWork.stream().filter(run -> run.jobKind().equals(DELETION)).count();
        int warnings = (int) work.warnings().stream().filter(TrayFacts::counts).count();
        var facts = new TrayFacts(
                work.server(),
                work.vault(),
                work.intake(),
                inWork.size() - deleting,
                deleting,
                needsYou.size(),
                warnings,
                new Place.Overview(),
                work.recent(),
                paired);
        return facts.withFirst(facts.first(work, needsYou, inWork));
    }

    private static boolean counts(Warning warning) {
        return warning.severity() != Warning.Severity.NOTICE && !warning.name().equals(VAULT_WARNING);
    }

    private Place first(Work work, List<OpenRun> needsOperator, List<OpenRun> inWork) {
        if (!needsOperator.isEmpty()) {
            return place(work, needsOperator.getFirst());
        }
        if (vaultNeedsYou() || server == Work.Server.RUNNING && vault != VaultState.UNLOCKED) {
            return new Place.Settings(Optional.of("vault"));
        }
        if (warnings > 0) {
            return new Place.Overview();
        }
        return inWork.isEmpty() ? new Place.Overview() : place(work, inWork.getFirst());
    }

    private static Place place(Work work, OpenRun run) {
        var vm = work.vmOfRun().get(run.runId());
        return vm == null ? new Place.Jobs(Optional.of(run.jobId())) : new Place.Vms(Optional.of(vm));
    }

    private TrayFacts withFirst(Place place) {
        return new TrayFacts(server, vault, intake, building, deleting, needsYou, warnings, place, recent, paired);
    }

    /** VMs that something is done with. */
    int inWork() {
        return building + deleting;
    }

    /** Whether work waits for somebody to open the vault, or its key is lost. */
    boolean vaultNeedsYou() {
        return vault == VaultState.LOST || vault == VaultState.LOCKED && inWork() > 0;
    }
}
