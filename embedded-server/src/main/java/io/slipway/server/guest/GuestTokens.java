package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditSql;
import io.slipway.server.tenant.Refusals;
import io.slipway.server.vault.Vault;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Provisioning tokens: one per VM, an HS256 JWT whose row decides (requirements A.12, H1, H2). Thread-safe.
 *
 * <p>The database keeps the SHA-256 of a token, never its text. Every check reads the row, so revoking, using and issuing again
 * count from the next request on.
 */
public final class GuestTokens {
    private static final String SIGNING_KEY = "guest-token-signing-key";
    private static final int SIGNING_KEY_BYTES = 32;

    private final Database database;
    private final Ids ids;
    private final InstantSource clock;
    private final TokenLifetime lifetime;
    private final Vault vault;
    private final Refusals refusals;
    private volatile @Nullable GuestJwt jwt;

    private GuestTokens(Database database, Vault vault, Ids ids, InstantSource clock, TokenLifetime lifetime) {
        this.database = database;
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
        this.lifetime = lifetime;
        this.refusals = new Refusals(new AuditLog(database), ids, clock);
    }

    /**
     * Tokens of this installation, under the signing key that the vault keeps. It is fetched at its first use; what signs or
     * checks a token is refused with VAULT_LOCKED or VAULT_KEY_LOST while the vault is not open.
     */
    public static GuestTokens open(
            Database database, Vault vault, Ids ids, InstantSource clock, TokenLifetime lifetime) {
        return new GuestTokens(database, vault, ids, clock, lifetime);
    }

    private GuestJwt jwt() {
        var known = jwt;
        return known == null ? fetched() : known;
    }

    /** One at a time with {@link #forgetKey}: a key fetched just before the vault closed must not stay. */
    private synchronized GuestJwt fetched() {
        var fresh = new GuestJwt(vault.secrets().key(TenantId.DEFAULT, SIGNING_KEY, SIGNING_KEY_BYTES));
        jwt = fresh;
        return fresh;
    }

    /** The vault has closed: the signing key goes with it. */
    public synchronized void forgetKey() {
        jwt = null;
    }

    /**
     * Signs a token for a VM without storing it: the caller passes it to {@link GuestTokensSql#save} in his own transaction.
     *
     * <p>Call it before that transaction begins. Its subject is the VM's owner as far as committed, otherwise the caller.
     *
     * @throws SlipwayException FORBIDDEN for somebody else's VM, BAD_REQUEST for a life out of range
     */
    public PreparedToken prepare(Caller caller, TokenOrder order) {
        var life = lifetime.allowed(order.life());
        var owner = database.read(handle -> GuestTokensSql.requireOwner(handle, caller, order.vmUuid()));
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var claims = new GuestJwt.Claims(
                ids.next(), caller.tenant(), owner.orElse(caller.userId()), order.vmUuid(), now, now.plus(life));
        return new PreparedToken(caller, order, claims, ids.next(), jwt().sign(claims));
    }

    /**
     * Issues the token of a VM; an earlier one of that VM is refused from now on.
     *
     * @throws SlipwayException FORBIDDEN for somebody else's VM, BAD_REQUEST for a life out of range
     */
    public IssuedToken issue(Caller caller, TokenOrder order) {
        var token = prepare(caller, order);
        return database.write(handle -> {
            var issued = GuestTokensSql.save(handle, token);
            AuditSql.append(handle, entry(caller, "guest-token.issue", issued.tokenId(), order.vmUuid()));
            return issued;
        });
    }

    /**
     * Issues the token of a run's VM: a fresh text at each call, always the same row. A step that runs again after a crash may
     * call it again as long as no disc with the earlier text was handed out.
     */
    public IssuedToken issueForRun(Caller caller, String runId, String vmUuid, Optional<String> playbook) {
        return issue(caller, new TokenOrder(vmUuid, Optional.empty(), Optional.of(runId), playbook));
    }

    /**
     * Reads a token's text: form, algorithm, signature, type. The row is not asked yet.
     *
     * @throws SlipwayException TOKEN_INVALID with the reason
     */
    public PresentedToken present(String text) {
        return jwt().verify(text);
    }

    /**
     * Accepts a token or says why not, in the order of requirements A.12.
     *
     * @param vmUuid who the sender says it is; empty where the request does not say
     * @throws SlipwayException TOKEN_INVALID with the reason, BAD_REQUEST when the UUID is none
     */
    public GuestToken validate(PresentedToken presented, Optional<String> vmUuid) {
        return noted(presented, () -> validated(presented, vmUuid));
    }

    /** A token of ours that is refused belongs into the trail; texts that anybody can make up do not. */
    private <T> T noted(PresentedToken presented, Supplier<T> check) {
        try {
            return check.get();
        } catch (SlipwayException e) {
            if (e.problem().code() == ProblemCode.TOKEN_INVALID) {
                var reason = e.problem().context().getOrDefault("reason", "refused");
                refusals.note(vm(presented), "guest-token.refused", presented.id(), reason);
            }
            throw e;
        }
    }

    private static Caller vm(PresentedToken presented) {
        return new Caller(presented.tenant(), "vm:" + presented.claims().vmUuid(), Caller.Role.READ);
    }

    private GuestToken validated(PresentedToken presented, Optional<String> vmUuid) {
        fit(presented, vmUuid);
        var now = clock.instant();
        var token = database.read(handle -> GuestTokensSql.byHash(handle, presented.tenant(), presented.hash()))
                .orElseThrow(TokenRefusal.UNKNOWN::exception);
        requireActive(presented, token, now);
        if (token.firstSeenAt().isEmpty()) {
            var entry = entry(vm(presented), "guest-token.first-use", token.id(), token.vmUuid());
            database.write(handle -> {
                AuditSql.append(handle, entry);
                return GuestTokensSql.markSeen(handle, presented.tenant(), presented.hash(), now);
            });
        }
        return token;
    }

    /** Both steps at once, for callers that do not count requests per token. */
    public GuestToken validate(String text, String vmUuid) {
        return validate(present(text), Optional.of(vmUuid));
    }

    /** What the text itself allows: not expired, and issued for this VM. */
    void requireFit(PresentedToken presented, Optional<String> vmUuid) {
        noted(presented, () -> {
            fit(presented, vmUuid);
            return presented;
        });
    }

    private void fit(PresentedToken presented, Optional<String> vmUuid) {
        var claims = presented.claims();
        var now = clock.instant();
        if (!now.isBefore(claims.expiresAt())) {
            database.read(handle -> GuestTokensSql.byHash(handle, presented.tenant(), presented.hash()))
                    .filter(token -> token.state() == TokenState.ACTIVE)
                    .ifPresent(token -> noteExpired(presented, token, now));
            throw TokenRefusal.EXPIRED.exception();
        }
        if (vmUuid.filter(vm -> !VmUuid.canonical(vm).equals(claims.vmUuid())).isPresent()) {
            throw TokenRefusal.VM_MISMATCH.exception();
        }
    }

    private void requireActive(PresentedToken presented, GuestToken token, Instant now) {
        if (!token.vmUuid().equals(presented.claims().vmUuid())) {
            throw TokenRefusal.VM_MISMATCH.exception();
        }
        if (token.state() != TokenState.ACTIVE) {
            throw TokenRefusal.of(token.state()).exception();
        }
        if (!now.isBefore(token.expiresAt())) {
            noteExpired(presented, token, now);
            throw TokenRefusal.EXPIRED.exception();
        }
    }

    private void noteExpired(PresentedToken presented, GuestToken token, Instant now) {
        database.write(handle -> {
            if (GuestTokensSql.markExpired(handle, presented.tenant(), presented.hash(), now) > 0) {
                AuditSql.append(handle, entry(vm(presented), "guest-token.expired", token.id(), token.vmUuid()));
            }
            return presented.id();
        });
    }

    /** The playbook that the VM may fetch, if it was given one. */
    public Optional<String> playbook(PresentedToken presented) {
        validate(presented, Optional.empty());
        return database.read(handle -> GuestTokensSql.playbook(handle, presented.tenant(), presented.hash()));
    }

    /** The token row of a VM of the caller; another user's is empty unless the caller is an administrator. */
    public Optional<GuestToken> find(Caller caller, String vmUuid) {
        var vm = VmUuid.canonical(vmUuid);
        return database.read(handle -> GuestTokensSql.byVm(handle, caller.tenant(), vm))
                .filter(token -> mayTouch(caller, token));
    }

    /** The token row of a run: what the workflow decides by. */
    public Optional<GuestToken> ofRun(TenantId tenant, String runId) {
        return database.read(handle -> GuestTokensSql.byRun(handle, tenant, runId));
    }

    /** How many tokens that were issued before the moment can still be shown to us, over all tenants. */
    public long activeIssuedBefore(Instant moment) {
        return database.read(handle -> GuestTokensSql.countActive(handle, moment, clock.instant()));
    }

    /** An active token becomes used; any other state stays. */
    public void markUsed(TenantId tenant, String tokenId) {
        database.write(handle -> {
            GuestTokensSql.markUsed(handle, tenant, tokenId, clock.instant());
            return tokenId;
        });
    }

    /**
     * Revokes a token by its row, from any state.
     *
     * @return whether the caller has such a token
     */
    public boolean revoke(Caller caller, String tokenId) {
        return database.write(handle -> {
            var token = GuestTokensSql.byId(handle, caller.tenant(), tokenId).filter(row -> mayTouch(caller, row));
            token.ifPresent(row -> {
                GuestTokensSql.revokeById(handle, caller.tenant(), tokenId);
                AuditSql.append(handle, entry(caller, "guest-token.revoke", tokenId, row.vmUuid()));
            });
            return token.isPresent();
        });
    }

    /**
     * Revokes the active token of a VM.
     *
     * @return whether the caller has a token for that VM, whatever its state
     */
    public boolean revokeByVm(Caller caller, String vmUuid) {
        var vm = VmUuid.canonical(vmUuid);
        return database.write(handle -> {
            var token = GuestTokensSql.byVm(handle, caller.tenant(), vm).filter(row -> mayTouch(caller, row));
            token.ifPresent(row -> {
                GuestTokensSql.revokeByVm(handle, caller.tenant(), vm);
                AuditSql.append(handle, entry(caller, "guest-token.revoke", row.id(), vm));
            });
            return token.isPresent();
        });
    }

    private AuditEntry entry(Caller caller, String action, String tokenId, String vmUuid) {
        return new AuditEntry(ids.next(), caller, action, tokenId, Map.of("vm_uuid", vmUuid), clock.instant());
    }

    private static boolean mayTouch(Caller caller, GuestToken token) {
        return caller.role() == Caller.Role.ADMIN
                || caller.role().includes(Caller.Role.OPERATE) && token.userId().equals(caller.userId());
    }
}
