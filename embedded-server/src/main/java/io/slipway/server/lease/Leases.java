package io.slipway.server.lease;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sha256;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Execution leases: each VM's own, which comes and goes with its guest token, and those of programs (requirements B.7).
 *
 * <p>A program's lease is {@code slp_lease_} and 256 random bits, kept as SHA-256. The row decides at every look, so a
 * revocation counts from the next request on. Thread-safe.
 */
public final class Leases {
    private static final String PREFIX = "slp_lease_";
    private static final int RANDOM_BYTES = 32;
    private static final Pattern SHAPE = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

    private final Database database;
    private final Licences licences;
    private final LeaseTerm term;
    private final Ids ids;
    private final InstantSource clock;
    private final SecureRandom random;

    public Leases(
            Database database, Licences licences, LeaseTerm term, Ids ids, InstantSource clock, SecureRandom random) {
        this.database = database;
        this.licences = licences;
        this.term = term;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Issues a lease to a program; an earlier one of the same VM and module is over.
     *
     * @throws SlipwayException VM_NOT_REGISTERED, VM_INACTIVE, VM_OWNER_MISMATCH, LICENSE_INACTIVE, ENTITLEMENT_REQUIRED,
     *     MODULE_NOT_ALLOWED
     */
    public IssuedLease issue(Caller caller, LeaseOrder order) {
        var now = clock.instant();
        var licence = licences.of(caller.tenant());
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        var text = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        var id = ids.next();
        var lease = database.write(handle -> {
            var owner = LeaseVmSql.requireOwner(handle, caller, order.vmUuid(), order.userId());
            licence.require(order.module(), now);
            LeasesSql.insert(handle, id, caller.tenant(), owner, order, Sha256.hex(text), now, now.plus(term.length()));
            AuditSql.append(handle, entry(caller, "lease.issue", id, order.vmUuid()));
            return LeasesSql.byId(handle, caller.tenant(), id).orElseThrow();
        });
        return new IssuedLease(lease, Secret.of(text));
    }

    /**
     * Says that the lease is still in use; it lives on for a whole term from now, as long as a new one would be issued.
     *
     * @throws SlipwayException LEASE_NOT_FOUND, LEASE_OWNER_MISMATCH, LEASE_INACTIVE, LEASE_EXPIRED; VM_NOT_REGISTERED,
     *     VM_INACTIVE, VM_OWNER_MISMATCH, LICENSE_INACTIVE, ENTITLEMENT_REQUIRED and MODULE_NOT_ALLOWED as for issuing it;
     *     WRONG_STATE for a VM's own lease, which lives as long as the VM's token
     */
    public Lease heartbeat(Caller caller, String id) {
        var now = clock.instant();
        var licence = licences.of(caller.tenant());
        return database.write(handle -> {
            var lease = LeasesSql.byId(handle, caller.tenant(), id).orElseThrow(Leases::unknown);
            if (caller.role() != Caller.Role.ADMIN && !lease.userId().equals(caller.userId())) {
                throw Problem.of(ProblemCode.LEASE_OWNER_MISMATCH, "The lease is for somebody else's VM.")
                        .exception();
            }
            lease.requireActive(now);
            if (lease.own()) {
                throw Problem.of(
                                ProblemCode.WRONG_STATE,
                                "This is the VM's own lease: it lives as long as the VM's token.",
                                "Issue a new token for this VM.")
                        .exception();
            }
            var unused = LeaseVmSql.requireOwner(handle, caller, lease.vmUuid(), Optional.of(lease.userId()));
            licence.require(lease.module(), now);
            LeasesSql.extend(handle, caller.tenant(), id, now, now.plus(term.length()));
            return LeasesSql.byId(handle, caller.tenant(), id).orElseThrow();
        });
    }

    /**
     * Ends a lease at once, with all links given out under it; ended already is success.
     *
     * @throws SlipwayException LEASE_NOT_FOUND
     */
    public Lease revoke(Caller caller, String id, Optional<String> reason) {
        var now = clock.instant();
        return database.write(handle -> {
            var lease = LeasesSql.byId(handle, caller.tenant(), id).orElseThrow(Leases::unknown);
            LeasesSql.revoke(handle, caller.tenant(), id, reason.orElse(Lease.REVOKED), now);
            AuditSql.append(handle, entry(caller, "lease.revoke", id, lease.vmUuid()));
            return LeasesSql.byId(handle, caller.tenant(), id).orElseThrow();
        });
    }

    /** The newest leases of a tenant, at most {@code limit}; of one VM when it is named. */
    public List<Lease> list(TenantId tenant, Optional<String> vmUuid, int limit) {
        return database.read(handle -> LeasesSql.list(handle, tenant, vmUuid, limit));
    }

    /** All leases of a tenant that hold at this moment, the newest first. */
    public List<Lease> holding(TenantId tenant) {
        var now = clock.instant();
        return database.read(handle -> LeasesSql.holding(handle, tenant, now));
    }

    /**
     * The lease whose token this is, over or not.
     *
     * @throws SlipwayException LEASE_NOT_FOUND
     */
    public Lease present(TenantId tenant, String text) {
        if (text.length() != PREFIX.length() + 43 || !SHAPE.matcher(text).matches()) {
            throw unknown();
        }
        var hash = Sha256.hex(text);
        return database.read(handle -> LeasesSql.byHash(handle, tenant, hash)).orElseThrow(Leases::unknown);
    }

    /**
     * The VM's own lease: the newest that came with its guest token, over or not.
     *
     * @throws SlipwayException LEASE_NOT_FOUND
     */
    public Lease ofToken(TenantId tenant, String tokenId) {
        return database.read(handle -> LeasesSql.byToken(handle, tenant, tokenId))
                .orElseThrow(Leases::unknown);
    }

    private static SlipwayException unknown() {
        return Problem.of(ProblemCode.LEASE_NOT_FOUND, "There is no such lease.")
                .exception();
    }

    private AuditEntry entry(Caller caller, String action, String id, String vmUuid) {
        return new AuditEntry(ids.next(), caller, action, id, Map.of("vm_uuid", vmUuid), clock.instant());
    }
}
