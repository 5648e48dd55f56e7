package io.slipway.server.lease;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is granted for one VM for a time, as its row says.
 *
 * @param userId the VM's owner
 * @param own whether it came with the VM's guest token, and ends with it
 * @param agentId who drives the VM's host, {@code local} for this program
 * @param runnerId what works for the VM: a run of ours, or a program
 * @param module what it is good for, {@value #ANY_MODULE} for everything
 * @param version of the module, when the program told one
 * @param epoch counts the VM's leases
 * @param heardAt the last heartbeat
 * @param ended why it is over before its time, empty while it is not
 */
public record Lease(
        String id,
        TenantId tenant,
        String userId,
        String vmUuid,
        boolean own,
        String agentId,
        String runnerId,
        String module,
        Optional<String> version,
        long epoch,
        Instant issuedAt,
        Instant expiresAt,
        Optional<Instant> heardAt,
        Optional<String> ended) {
    /** The module of a lease that is good for every one. */
    public static final String ANY_MODULE = "*";

    /** Why it ended: a program took another one for the same module. */
    public static final String NEWER_LEASE = "a newer lease was issued";
    /** Why it ended: the VM was given another token. */
    public static final String NEWER_TOKEN = "a newer token was issued";
    /** Why it ended: the token it came with is no more. */
    public static final String TOKEN_GONE = "its token is gone";
    /** Why it ended: the token it came with is in the state that follows. */
    public static final String TOKEN_IS = "its token is ";
    /** Why it ended: somebody wanted it and gave no reason. */
    public static final String REVOKED = "revoked";

    /** Whether it is good for the module. */
    public boolean covers(String wanted) {
        return module.equals(ANY_MODULE) || module.equals(wanted);
    }

    /** {@code active}, {@code expired} or {@code revoked}: the status word of answers. */
    public String status(Instant now) {
        if (ended.isPresent()) {
            return "revoked";
        }
        return now.isBefore(expiresAt) ? "active" : "expired";
    }

    /**
     * Refuses a lease that is over.
     *
     * @throws SlipwayException LEASE_INACTIVE, LEASE_EXPIRED
     */
    public void requireActive(Instant now) {
        ended.ifPresent(why -> {
            throw Problem.of(ProblemCode.LEASE_INACTIVE, "The lease is over: " + why + ".")
                    .exception();
        });
        if (!now.isBefore(expiresAt)) {
            throw Problem.of(ProblemCode.LEASE_EXPIRED, "The lease ended at " + expiresAt + ".")
                    .exception();
        }
    }
}
