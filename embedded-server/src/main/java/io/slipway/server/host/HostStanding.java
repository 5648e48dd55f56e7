package io.slipway.server.host;

import io.slipway.server.base.Problem;
import java.util.Optional;

/**
 * A host and why nothing may be done on it, if that is so.
 *
 * @param stopped empty while it is trusted
 */
public record HostStanding(Host host, Optional<Problem> stopped) {}
