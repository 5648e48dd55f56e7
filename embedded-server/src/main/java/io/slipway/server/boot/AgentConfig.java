package io.slipway.server.boot;

import io.slipway.server.hypervisor.pve.PveOptions;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.web.vm.VmLimits;
import io.slipway.server.workflow.EdgeProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How an agent is set up.
 *
 * @param dataFolder where everything lies; locked while the agent runs
 * @param adminPort of the loopback listener; 0 lets the system choose
 * @param lan the listener for VMs; empty follows the stored setting, which is off at first
 * @param workers runs worked on at the same time; 0 only looks, and does not listen to VMs either
 * @param pve how patient we are with hosts
 * @param addressPause between two looks for a guest's address
 * @param vmLimits how often VMs may call
 * @param vault how the vault is opened
 * @param environment variables that override settings
 * @param probe for the crash test
 * @param command the one command it serves, for the audit trail; empty for a server
 */
public record AgentConfig(
        Path dataFolder,
        int adminPort,
        Optional<LanConfig> lan,
        int workers,
        PveOptions pve,
        Duration addressPause,
        VmLimits vmLimits,
        VaultSetup vault,
        Map<String, String> environment,
        EdgeProbe probe,
        Optional<String> command) {
    private static final int WORKERS = 16;

    public AgentConfig {
        environment = Map.copyOf(environment);
    }

    /** The usual agent of a data folder. */
    public static AgentConfig of(Path dataFolder, Optional<LanConfig> lan) {
        return new AgentConfig(
                dataFolder,
                0,
                lan,
                WORKERS,
                PveOptions.USUAL,
                Duration.ofSeconds(5),
                VmLimits.DEFAULT,
                VaultSetup.usual(dataFolder),
                System.getenv(),
                EdgeProbe.none(),
                Optional.empty());
    }

    public AgentConfig withAdminPort(int port) {
        return new AgentConfig(
                dataFolder, port, lan, workers, pve, addressPause, vmLimits, vault, environment, probe, command);
    }

    /** Another number of runs at the same time; with none, work waits for another process. */
    public AgentConfig withWorkers(int number) {
        return new AgentConfig(
                dataFolder, adminPort, lan, number, pve, addressPause, vmLimits, vault, environment, probe, command);
    }

    public AgentConfig withVault(VaultSetup setup) {
        return new AgentConfig(
                dataFolder, adminPort, lan, workers, pve, addressPause, vmLimits, setup, environment, probe, command);
    }

    /** Shorter pauses, for a host on this machine. */
    public AgentConfig withPauses(Duration hostPoll, Duration guestPoll) {
        return new AgentConfig(
                dataFolder,
                adminPort,
                lan,
                workers,
                pve.polling(hostPoll),
                guestPoll,
                vmLimits,
                vault,
                environment,
                probe,
                command);
    }

    public AgentConfig withProbe(EdgeProbe edges) {
        return new AgentConfig(
                dataFolder, adminPort, lan, workers, pve, addressPause, vmLimits, vault, environment, edges, command);
    }

    /** For one command only. */
    public AgentConfig withCommand(String words) {
        return new AgentConfig(
                dataFolder,
                adminPort,
                lan,
                workers,
                pve,
                addressPause,
                vmLimits,
                vault,
                environment,
                probe,
                Optional.of(words));
    }
}
