package io.slipway.server.host;

import io.slipway.server.hypervisor.Machine;
import io.slipway.server.hypervisor.VmId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the last good look at a host saw.
 *
 * @param at when the host answered
 * @param machines its VMs; the list lags by up to a minute, so nothing is decided by it
 */
public record HostSight(Instant at, List<Machine> machines) {
    public HostSight {
        machines = List.copyOf(machines);
    }

    /** Whether a VM had power; empty when the host did not list it. */
    public Optional<Boolean> running(VmId id) {
        return machines.stream()
                .filter(machine -> machine.id().equals(id))
                .map(Machine::running)
                .findFirst();
    }
}
