package io.slipway.server.web;

import io.slipway.server.base.Caller;
import java.util.function.BooleanSupplier;

/**
 * What opened something that lasts, such as a stream of events.
 *
 * @param caller who has it
 * @param stands whether it would still open it; asking is no use of it and keeps no session from going idle
 */
public record Credential(Caller caller, BooleanSupplier stands) {}
