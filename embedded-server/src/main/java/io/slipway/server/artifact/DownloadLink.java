package io.slipway.server.artifact;

import java.time.Instant;

/**
 * What a signed link says.
 *
 * @param expiresAt whole milliseconds
 * @param leaseId the lease it was given out under; when that is over, so is the link
 * @param releaseId what it downloads
 * @param digest of the file at that moment, 64 hex digits
 */
record DownloadLink(Instant expiresAt, String leaseId, String releaseId, String digest) {}
