package io.slipway.server.host;

import io.slipway.server.base.ProblemCode;
import java.time.Instant;

/**
 * A host that does not answer.
 *
 * @param since the first look in vain
 * @param code what it looked like then
 */
public record LostHost(String hostId, String name, Instant since, ProblemCode code) {}
