package io.slipway.server.artifact;

import java.net.URI;
import java.time.Instant;

/**
 * A link that was given out.
 *
 * @param url lets its holder download one file and nothing else; treat it as a secret
 * @param expiresAt a download must begin before
 */
public record DownloadGrant(URI url, Instant expiresAt, Release release) {}
