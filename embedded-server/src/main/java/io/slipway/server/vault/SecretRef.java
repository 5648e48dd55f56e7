package io.slipway.server.vault;

/**
 * One version of an operator's secret, by which running work keeps what it began with.
 *
 * @param id of the secret
 * @param version from 1
 */
public record SecretRef(String id, int version) {}
