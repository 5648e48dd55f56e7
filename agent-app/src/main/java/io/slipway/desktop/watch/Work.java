package io.slipway.desktop.watch;

import io.slipway.server.health.Warning;
import io.slipway.server.job.OpenRun;
import io.slipway.server.vault.VaultState;
import java.util.List;
import java.util.Map;

/**
 * The work in hand at one moment.
 *
 * @param server whether the control plane of this process works
 * @param intake whether new jobs are taken
 * @param open what goes on, waits, or waits for the operator
 * @param vmOfRun ids of the VMs that runs made, by run
 * @param recent newest first
 * @param warnings that hold
 */
public record Work(
        Server server,
        VaultState vault,
        Intake intake,
        List<OpenRun> open,
        Map<String, String> vmOfRun,
        List<RecentVm> recent,
        List<Warning> warnings) {

    /** Whether the control plane works. */
    public enum Server {
        /** It is being opened. */
        STARTING,
        RUNNING,
        /** It did not start, or it stopped. */
        STOPPED
    }

    /** Whether new jobs are taken. */
    public enum Intake {
        OPEN,
        /** The operator holds them back. */
        PAUSED
    }

    public Work {
        open = List.copyOf(open);
        vmOfRun = Map.copyOf(vmOfRun);
        recent = List.copyOf(recent);
        warnings = List.copyOf(warnings);
    }

    /** Nothing is known yet, or nothing any more. */
    public static Work none(Server server) {
        return new Work(server, VaultState.LOCKED, Intake.OPEN, List.of(), Map.of(), List.of(), List.of());
    }
}
