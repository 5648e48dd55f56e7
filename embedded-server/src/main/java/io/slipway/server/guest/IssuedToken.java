package io.slipway.server.guest;

import io.slipway.server.base.Secret;
import java.time.Instant;

/**
 * A provisioning token that was just issued; the only time its text exists here.
 *
 * @param tokenId its row, the same for every token of this VM
 * @param text goes into {@code provision.json} and nowhere else
 * @param issuedAt whole seconds
 * @param expiresAt whole seconds
 */
public record IssuedToken(String tokenId, Secret text, Instant issuedAt, Instant expiresAt) {}
