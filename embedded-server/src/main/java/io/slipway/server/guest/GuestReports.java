package io.slipway.server.guest;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.JsonRedaction;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import io.slipway.server.tenant.AuditEntry;
import io.slipway.server.tenant.AuditSql;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What VMs report about themselves: an append-only list per VM. Thread-safe.
 *
 * <p>A report of step {@code completed} with status {@code completed} uses up the token in the same transaction. After that
 * every further report is refused with {@code TOKEN_INVALID} and reason {@code used}, an identical repetition too: a guest
 * whose answer got lost learns from that very reason that its completion is stored, and stops.
 */
public final class GuestReports {
    /** Most reports that one token may make; keeps a mad guest from filling the disk. */
    static final int MOST_REPORTS = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(GuestReports.class);

    private final Database database;
    private final GuestTokens tokens;
    private final Ids ids;
    private final InstantSource clock;
    private final JsonRedaction redaction;
    private final List<GuestListener> listeners = new CopyOnWriteArrayList<>();

    public GuestReports(Database database, GuestTokens tokens, Ids ids, InstantSource clock, Redactor redactor) {
        this.database = database;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
        this.redaction = new JsonRedaction(redactor);
    }

    /** From now on the listener hears of every stored report. */
    public void addListener(GuestListener listener) {
        listeners.add(listener);
    }

    /**
     * Stores a report; it is on the disk when this returns.
     *
     * @return the stored row
     * @throws SlipwayException TOKEN_INVALID with the reason; WRONG_STATE after {@value #MOST_REPORTS} reports
     */
    public ProgressEvent report(PresentedToken token, Report report) {
        tokens.requireFit(token, Optional.of(report.vmUuid()));
        var now = clock.instant();
        var step = redaction.clean(report.step());
        var details = redaction.clean(report.details());
        boolean completion = step.equals(ProgressEvent.COMPLETED_STEP) && report.status() == ProgressStatus.COMPLETED;
        var id = ids.next();
        var stored = database.write(handle -> GuestReportsSql.take(handle, token, completion, MOST_REPORTS, now)
                .map(taken -> {
                    var event = new ProgressEvent(
                            id, report.vmUuid(), taken.tokenId(), taken.runId(), step, report.status(), details, now);
                    GuestReportsSql.insert(handle, token.tenant(), event);
                    if (completion) {
                        AuditSql.append(handle, used(token, taken.tokenId(), now));
                    }
                    return event;
                }));
        var event = stored.orElseThrow(() -> refusal(token));
        listeners.forEach(listener -> tell(listener, event));
        return event;
    }

    private AuditEntry used(PresentedToken token, String tokenId, Instant now) {
        var vm = new Caller(token.tenant(), "vm:" + token.claims().vmUuid(), Caller.Role.READ);
        return new AuditEntry(
                ids.next(),
                vm,
                "guest-token.used",
                tokenId,
                Map.of("vm_uuid", token.claims().vmUuid()),
                now);
    }

    private SlipwayException refusal(PresentedToken token) {
        tokens.validate(token, Optional.empty());
        return Problem.of(
                        ProblemCode.WRONG_STATE,
                        "This VM has sent " + MOST_REPORTS + " reports, which is the limit.",
                        "Issue a new token for this VM.")
                .exception();
    }

    private static void tell(GuestListener listener, ProgressEvent event) {
        try {
            listener.reported(event);
        } catch (RuntimeException e) {
            // The row is stored and the engine also looks by itself; the VM must not see our trouble.
            LOG.error("a guest listener failed vm={} report={}", event.vmUuid(), event.id(), e);
        }
    }

    /** A VM's reports, oldest first, at most {@value #MOST_REPORTS}; empty for somebody else's VM. */
    public List<ProgressEvent> list(Caller caller, String vmUuid) {
        var vm = VmUuid.canonical(vmUuid);
        return database.read(handle -> GuestReportsSql.list(handle, caller, vm, MOST_REPORTS));
    }

    /** The newest report of each of a VM's steps, in the order in which the steps were first heard of. */
    public List<ProgressEvent> latestOfSteps(Caller caller, String vmUuid) {
        var steps = new LinkedHashMap<String, ProgressEvent>();
        list(caller, vmUuid).forEach(event -> steps.put(event.step(), event));
        return List.copyOf(steps.values());
    }

    /** The newest report of a VM. */
    public Optional<ProgressEvent> latest(TenantId tenant, String vmUuid) {
        var vm = VmUuid.canonical(vmUuid);
        return database.read(handle -> GuestReportsSql.latest(handle, tenant, vm));
    }

    /** Whether a VM reported the step with this status by the token of this run. */
    public boolean has(TenantId tenant, String vmUuid, String runId, String step, ProgressStatus status) {
        var vm = VmUuid.canonical(vmUuid);
        return database.read(handle -> GuestReportsSql.has(handle, tenant, vm, runId, step, status));
    }

    /** The newest failure that a VM reported by the token of this run. */
    public Optional<ProgressEvent> failure(TenantId tenant, String vmUuid, String runId) {
        var vm = VmUuid.canonical(vmUuid);
        return database.read(handle -> GuestReportsSql.latestOfRun(handle, tenant, vm, runId, ProgressStatus.FAILED));
    }

    /** When the run's VM first called us, empty before; the sign that the guest is up. */
    public Optional<Instant> firstSeen(TenantId tenant, String runId) {
        return tokens.ofRun(tenant, runId).flatMap(GuestToken::firstSeenAt);
    }
}
