package io.slipway.server.vault;

import java.time.Instant;

/**
 * That a field of an object is filled from a secret; it always means the secret's newest version.
 *
 * @param updatedAt when it was last pointed to a secret
 */
public record SecretBinding(SecretTarget target, String secretId, Instant createdAt, Instant updatedAt) {}
