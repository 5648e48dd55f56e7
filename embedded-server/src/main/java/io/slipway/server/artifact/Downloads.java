package io.slipway.server.artifact;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.guest.GuestToken;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.PresentedToken;
import io.slipway.server.lease.Lease;
import io.slipway.server.lease.Leases;
import io.slipway.server.store.Database;
import io.slipway.server.vault.Vault;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives VMs links to the files that are assigned to them (requirements B.8). Thread-safe.
 *
 * <p>Each attempt writes one row before it is answered, whatever comes of it; when the row cannot be written, there is no link.
 * Only requests turned away for their number write none: nobody has looked at them. A link is good for {@link #LIFE}, for
 * one file, and no longer than its lease and its release are.
 */
public final class Downloads {
    /** How long after it was given out a link can begin a download; the most that requirements B.8 allow. */
    public static final Duration LIFE = Duration.ofSeconds(300);

    /** What the address of every link continues with. */
    public static final String PATH = "/files/";

    private static final String SIGNING_KEY = "artifact-link-signing-key";
    private static final int SIGNING_KEY_BYTES = 32;

    private final Database database;
    private final ArtifactStore store;
    private final GuestTokens tokens;
    private final Leases leases;
    private final Vault vault;
    private final InstantSource clock;
    private volatile @Nullable DownloadLinks links;

    public Downloads(
            Database database,
            ArtifactStore store,
            GuestTokens tokens,
            Leases leases,
            Vault vault,
            InstantSource clock) {
        this.database = database;
        this.store = store;
        this.tokens = tokens;
        this.leases = leases;
        this.vault = vault;
        this.clock = clock;
    }

    private DownloadLinks links() {
        var known = links;
        return known == null ? fetched() : known;
    }

    /** One at a time with {@link #forgetKey}: a key fetched just before the vault closed must not stay. */
    private synchronized DownloadLinks fetched() {
        var fresh = new DownloadLinks(vault.secrets().key(TenantId.DEFAULT, SIGNING_KEY, SIGNING_KEY_BYTES));
        links = fresh;
        return fresh;
    }

    /** The vault has closed: the signing key goes with it. */
    public synchronized void forgetKey() {
        links = null;
    }

    /** What becomes known of an attempt while it is looked at. */
    private static final class Draft {
        TenantId tenant = TenantId.DEFAULT;
        Optional<String> vmUuid = Optional.empty();
        Optional<String> leaseId = Optional.empty();
        Optional<ArtifactScope> scope = Optional.empty();
        Optional<String> releaseId = Optional.empty();
        Optional<Instant> expiresAt = Optional.empty();
        ProblemCode refusal = ProblemCode.INTERNAL_ERROR;
    }

    /**
     * Resolves what a VM asks for to a link.
     *
     * @param peer where the request came from
     * @param reading reads the request; what it refuses is an attempt too
     * @throws SlipwayException UNAUTHORIZED, LEASE_NOT_FOUND, LEASE_INACTIVE, LEASE_EXPIRED, VM_UUID_MISMATCH,
     *     MODULE_MISMATCH, ARTIFACT_ASSIGNMENT_NOT_FOUND, ARTIFACT_RELEASE_NOT_ACTIVE, ARTIFACT_OBJECT_NOT_FOUND,
     *     ARTIFACTS_CONFIG_ERROR, and what {@code reading} throws
     */
    public DownloadGrant resolve(InetAddress peer, Supplier<DownloadRequest> reading) {
        var draft = new Draft();
        try {
            var grant = granted(draft, reading.get());
            draft.expiresAt = Optional.of(grant.expiresAt());
            return grant;
        } catch (SlipwayException e) {
            var shown = e.problem().code() == ProblemCode.TOKEN_INVALID ? unauthorized(e) : e;
            draft.refusal = shown.problem().code();
            throw shown;
        } finally {
            if (draft.refusal != ProblemCode.RATE_LIMITED) {
                record(draft, peer);
            }
        }
    }

    private DownloadGrant granted(Draft draft, DownloadRequest request) {
        draft.scope = Optional.of(request.scope());
        var guest = tokens.validate(request.token(), Optional.empty());
        draft.tenant = guest.tenant();
        draft.vmUuid = Optional.of(guest.vmUuid());
        if (!guest.vmUuid().equalsIgnoreCase(request.vmUuid())) {
            throw mismatch("The token belongs to another VM.");
        }
        var lease = lease(draft, guest, request);
        var release = release(draft, lease, request.scope());
        var base = request.base().orElseThrow(() -> Problem.of(
                        ProblemCode.ARTIFACTS_CONFIG_ERROR, "VMs cannot reach this machine at the moment.")
                .exception());
        var expiresAt = clock.instant().plus(LIFE).truncatedTo(ChronoUnit.MILLIS);
        var signed = links().sign(new DownloadLink(expiresAt, lease.id(), release.id(), release.digest()));
        return new DownloadGrant(URI.create(base + PATH + signed), expiresAt, release);
    }

    private Lease lease(Draft draft, GuestToken guest, DownloadRequest request) {
        var lease = request.leaseToken()
                .map(text -> leases.present(guest.tenant(), text))
                .orElseGet(() -> leases.ofToken(guest.tenant(), guest.id()));
        draft.leaseId = Optional.of(lease.id());
        lease.requireActive(clock.instant());
        if (!lease.vmUuid().equals(guest.vmUuid())) {
            throw mismatch("The lease belongs to another VM.");
        }
        if (!lease.covers(request.scope().module())) {
            throw Problem.of(
                            ProblemCode.MODULE_MISMATCH,
                            "The lease is for the module " + lease.module() + ", not for "
                                    + request.scope().module() + ".")
                    .exception();
        }
        return lease;
    }

    private Release release(Draft draft, Lease lease, ArtifactScope scope) {
        var assigned = database.read(handle -> AssignmentsSql.of(handle, lease.tenant(), lease.userId(), scope));
        var release = assigned.effective().map(Assignment::release).orElseThrow(() -> Problem.of(
                        ProblemCode.ARTIFACT_ASSIGNMENT_NOT_FOUND, "Nothing is assigned of " + scope + ".")
                .exception());
        draft.releaseId = Optional.of(release.id());
        if (release.status() != ReleaseStatus.ACTIVE) {
            throw Problem.of(
                            ProblemCode.ARTIFACT_RELEASE_NOT_ACTIVE,
                            "The release " + release.version() + " of " + scope + " is "
                                    + release.status().word() + ".")
                    .exception();
        }
        if (store.size(release.digest()).orElse(-1) != release.size()) {
            throw Problem.of(
                            ProblemCode.ARTIFACT_OBJECT_NOT_FOUND,
                            "The file of the release " + release.version() + " of " + scope
                                    + " is not in the store any more.")
                    .exception();
        }
        return release;
    }

    private void record(Draft draft, InetAddress peer) {
        boolean granted = draft.expiresAt.isPresent();
        var result =
                switch (draft.refusal.kind()) {
                    case UNAVAILABLE, INTERNAL, HOST -> Attempt.ERROR;
                    case BAD_INPUT, NOT_FOUND, CONFLICT, DENIED -> Attempt.DENIED;
                };
        var attempt = new Attempt(
                0,
                granted ? "download_url_issued" : "resolve_denied",
                granted ? Attempt.ALLOWED : result,
                granted ? "OK" : draft.refusal.name(),
                draft.vmUuid,
                draft.leaseId,
                draft.scope,
                draft.releaseId,
                peer.getHostAddress(),
                draft.expiresAt,
                clock.instant());
        database.write(handle -> AttemptsSql.insert(handle, draft.tenant, attempt));
    }

    private static SlipwayException unauthorized(SlipwayException refused) {
        var problem = refused.problem();
        var shown = Problem.of(ProblemCode.UNAUTHORIZED, problem.detail(), problem.nextStep())
                .with("reason", problem.context().getOrDefault("reason", "refused"));
        return new SlipwayException(shown, refused);
    }

    private static SlipwayException mismatch(String detail) {
        return Problem.of(ProblemCode.VM_UUID_MISMATCH, detail).exception();
    }

    /**
     * A link for a VM that did not ask for one, when something of that scope is assigned to it: validating a token offers what
     * the guest begins with (requirements A.13). Writes a row only when something is assigned; a refusal gives no link.
     */
    public Optional<DownloadGrant> offer(
            GuestToken guest, PresentedToken token, ArtifactScope scope, Optional<URI> base, InetAddress peer) {
        var assigned = database.read(handle -> AssignmentsSql.of(handle, guest.tenant(), guest.userId(), scope));
        if (assigned.effective().isEmpty()) {
            return Optional.empty();
        }
        try {
            var request = new DownloadRequest(token, guest.vmUuid(), Optional.empty(), scope, base);
            return Optional.of(resolve(peer, () -> request));
        } catch (SlipwayException e) {
            return Optional.empty();
        }
    }

    /**
     * Opens the file of a link.
     *
     * @param signed the link behind {@link #PATH}
     * @throws SlipwayException LINK_INVALID with a reason; ARTIFACT_OBJECT_NOT_FOUND
     */
    public OpenDownload open(String signed) {
        var link = links().read(signed).orElseThrow(() -> invalid("signature", "We have not given out this link."));
        var now = clock.instant();
        if (!now.isBefore(link.expiresAt())) {
            throw invalid("expired", "The link ended at " + link.expiresAt() + ".");
        }
        var linked = database.read(handle -> DownloadsSql.linked(handle, link, now))
                .orElseThrow(() -> invalid("ended", "The lease or the release of this link is over."));
        var channel = store.open(linked.release().digest()).orElseThrow(() -> Problem.of(
                        ProblemCode.ARTIFACT_OBJECT_NOT_FOUND, "The file is not in the store any more.")
                .exception());
        var lease = linked.lease();
        return new OpenDownload(linked.release(), lease.id(), lease.tenant().value() + "/" + lease.vmUuid(), channel);
    }

    private static SlipwayException invalid(String reason, String detail) {
        return Problem.of(ProblemCode.LINK_INVALID, detail)
                .with("reason", reason)
                .exception();
    }

    /** The attempts of a tenant that fit, the newest first. */
    public List<Attempt> attempts(TenantId tenant, AttemptFilter filter) {
        return database.read(handle -> AttemptsSql.list(handle, tenant, filter));
    }

    /** How many links of each release were given out, as far as the trail reaches back. */
    public Map<String, Integer> granted(TenantId tenant) {
        return database.read(handle -> AttemptsSql.granted(handle, tenant));
    }
}
