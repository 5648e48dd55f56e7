package io.slipway.server.artifact;

import java.util.Optional;

/**
 * What is assigned for a user.
 *
 * @param own to him by name
 * @param standard to everybody
 */
public record Assigned(Optional<Assignment> own, Optional<Assignment> standard) {
    /** What his VMs get: his own beats the default. */
    public Optional<Assignment> effective() {
        return own.or(() -> standard);
    }
}
