package io.slipway.server.artifact;

import java.util.Optional;

/**
 * Which attempts to show.
 *
 * @param limit most lines
 * @param before only lines before this one
 */
public record AttemptFilter(
        int limit,
        Optional<Long> before,
        Optional<String> vmUuid,
        Optional<String> module,
        Optional<String> releaseId,
        Optional<String> result) {}
