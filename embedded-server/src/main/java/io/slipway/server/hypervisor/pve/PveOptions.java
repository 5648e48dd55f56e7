package io.slipway.server.hypervisor.pve;

import java.time.Duration;
import java.util.Optional;

/**
 * How patient the adapter is with a host.
 *
 * @param node the node's name as the operator expects it; empty takes the host's own
 * @param poll pause between two looks at a long operation; the first looks come sooner
 * @param stall longest time a clone or upload may say nothing
 * @param lockPatience how long to repeat a call that found a lock of a few seconds, or a changed configuration
 * @param startPatience how long a start or stop may take until the state shows it
 */
public record PveOptions(
        Optional<String> node, Duration poll, Duration stall, Duration lockPatience, Duration startPatience) {
    /** Looks every 2 s, 10 min of silence, 1 min for locks, 3 min for a start. */
    public static final PveOptions USUAL = new PveOptions(
            Optional.empty(),
            Duration.ofSeconds(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(3));

    /** The same for a named node. */
    public PveOptions onNode(String name) {
        return new PveOptions(Optional.of(name), poll, stall, lockPatience, startPatience);
    }

    /** The same with another pause between looks. */
    public PveOptions polling(Duration pause) {
        return new PveOptions(node, pause, stall, lockPatience, startPatience);
    }

    /** The same with other patience. */
    public PveOptions patience(Duration silence, Duration locks, Duration starts) {
        return new PveOptions(node, poll, silence, locks, starts);
    }
}
