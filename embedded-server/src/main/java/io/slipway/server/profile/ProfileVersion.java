package io.slipway.server.profile;

import java.time.Instant;

/**
 * One version of a profile as the history lists it.
 *
 * @param n counts from 1
 * @param author who saved it
 * @param note why; empty when nobody said
 */
public record ProfileVersion(int n, Instant savedAt, String author, String note) {}
