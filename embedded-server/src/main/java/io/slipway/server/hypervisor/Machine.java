package io.slipway.server.hypervisor;

import java.util.Optional;
import java.util.Set;

/**
 * One row of the host's list of VMs. The list lags and may lack names; decisions need {@link Hypervisor#inspect}.
 *
 * @param id its number
 * @param name empty while the host does not know it
 * @param running whether it has power
 * @param template whether it is a template
 * @param tags lower-case tags
 * @param lock why the host refuses changes, for example {@code clone}
 */
public record Machine(
        VmId id, String name, boolean running, boolean template, Set<String> tags, Optional<String> lock) {
    public Machine {
        tags = Set.copyOf(tags);
    }
}
