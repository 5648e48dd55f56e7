package io.slipway.server.event;

import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A hint that something changed. Whoever shows the thing reads it again; nothing is decided by a hint.
 *
 * @param id the cursor: grows, and is never used twice
 * @param at by the store's clock
 * @param kind for example {@code step.done}
 * @param ref the id of what changed
 * @param runId the run of a job that changed, where it was one
 * @param json the whole as one line of JSON, without secrets
 */
public record Event(
        long id,
        TenantId tenant,
        Instant at,
        Topic topic,
        String kind,
        String ref,
        Optional<String> runId,
        String json) {}
