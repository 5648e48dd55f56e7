package io.slipway.server.host;

import java.time.Instant;

/**
 * A host showed something else than what is pinned.
 *
 * @param pinned what the operator confirmed
 * @param shown what the host showed instead, most recently
 * @param raisedAt when that was first seen
 */
public record HostAlarm(Proof proof, String pinned, String shown, Instant raisedAt) {}
