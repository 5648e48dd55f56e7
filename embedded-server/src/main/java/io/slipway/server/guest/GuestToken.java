package io.slipway.server.guest;

import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * A provisioning token as its row says: everything but the token.
 *
 * @param id the row; stays when a VM gets a new token
 * @param tenant whose VM
 * @param userId the VM's owner
 * @param vmUuid the VM
 * @param state only an active token is accepted
 * @param runId the run it was issued for, if any
 * @param issuedAt when the present text was made
 * @param expiresAt from then on it is refused
 * @param firstSeenAt when the VM first showed the present text: the sign that the guest is up
 * @param usedAt when the VM reported completion
 * @param hasPlaybook whether the VM may fetch a playbook
 */
public record GuestToken(
        String id,
        TenantId tenant,
        String userId,
        String vmUuid,
        TokenState state,
        Optional<String> runId,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> firstSeenAt,
        Optional<Instant> usedAt,
        boolean hasPlaybook) {
    /** Its state at a moment: the row of a token whose time ran out says so only after somebody showed it. */
    public TokenState stateAt(Instant now) {
        return state == TokenState.ACTIVE && !now.isBefore(expiresAt) ? TokenState.EXPIRED : state;
    }
}
