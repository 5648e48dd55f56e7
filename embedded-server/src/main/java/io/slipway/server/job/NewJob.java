package io.slipway.server.job;

import io.slipway.server.base.Caller;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A job to be stored.
 *
 * @param fields what was ordered, without secrets
 */
public record NewJob(String id, Caller caller, String kind, Optional<String> hostId, ObjectNode fields) {}
