package io.slipway.server.lease;

import io.slipway.server.base.Secret;

/**
 * A lease that was just issued to a program.
 *
 * @param token what the program shows; the only time its text exists here
 */
public record IssuedLease(Lease lease, Secret token) {}
