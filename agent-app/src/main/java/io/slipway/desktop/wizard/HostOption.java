package io.slipway.desktop.wizard;

import io.slipway.server.base.Problem;
import io.slipway.server.host.Host;
import io.slipway.server.hypervisor.HostProbe;
import java.util.Optional;

/**
 * A registered host as it stands now.
 *
 * @param probe what it answered; empty while it is asked or when it does not answer
 * @param why it cannot be chosen
 */
record HostOption(Host host, Optional<HostProbe> probe, Optional<Problem> why) {
    /** Only a host that answers can be chosen. */
    boolean connected() {
        return probe.isPresent();
    }
}
