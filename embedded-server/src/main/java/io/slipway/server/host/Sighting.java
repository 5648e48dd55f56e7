package io.slipway.server.host;

import java.time.Instant;

/**
 * A key or certificate that a host has shown.
 *
 * @param lastSeen to within some minutes
 */
public record Sighting(Proof proof, String fingerprint, Instant firstSeen, Instant lastSeen) {}
