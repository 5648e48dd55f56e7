package io.slipway.server.artifact;

import java.time.Instant;
import java.util.Optional;

/**
 * Which release VMs get.
 *
 * @param userId whose VMs, empty for everybody who has none of his own
 */
public record Assignment(Optional<String> userId, Release release, String assignedBy, Instant assignedAt) {}
