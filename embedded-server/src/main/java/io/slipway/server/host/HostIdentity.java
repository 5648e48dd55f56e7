package io.slipway.server.host;

import java.util.List;
import java.util.Optional;

/**
 * Everything an operator needs to judge whether a host is the one it was.
 *
 * @param stored where it is reached and as whom, as it stands in the store
 * @param proofs what is pinned beside what is shown, the SSH key first
 * @param alarms why all work on the host has stopped; empty when it has not
 * @param seen every key and certificate it ever showed, the latest first
 * @param altered names what is stored, when something else than Slipway wrote it
 */
public record HostIdentity(
        Host stored, List<Compared> proofs, List<HostAlarm> alarms, List<Sighting> seen, Optional<String> altered) {
    public HostIdentity {
        proofs = List.copyOf(proofs);
        alarms = List.copyOf(alarms);
        seen = List.copyOf(seen);
    }

    /**
     * One proof, old and new.
     *
     * @param pinned empty when none is pinned
     * @param shown empty when the host did not answer just now
     */
    public record Compared(Proof proof, Optional<String> pinned, Optional<String> shown) {
        /** Whether the host showed just now exactly what is pinned. */
        public boolean matches() {
            return pinned.isPresent() && shown.isPresent() && Proof.same(pinned.get(), shown.get());
        }
    }

    /** Whether work on the host goes on. */
    public boolean trusted() {
        return alarms.isEmpty() && altered.isEmpty();
    }
}
