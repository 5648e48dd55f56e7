package io.slipway.server.job;

import java.time.Instant;
import java.util.Optional;

/**
 * One line of a job's log.
 *
 * @param seq position in the log, from 1, without gaps
 * @param subject which VM it is about
 * @param text at most 8 KiB, without control characters and secrets
 */
public record LogLine(long seq, Instant at, Optional<String> subject, String text) {}
