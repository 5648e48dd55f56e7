package io.slipway.server.web.vm;

import static io.slipway.server.base.ProblemCode.PLAYBOOK_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.TOKEN_INVALID;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.guest.Report;
import io.slipway.server.web.Access;
import io.slipway.server.web.Answers;
import io.slipway.server.web.Contract;
import io.slipway.server.web.HealthRoutes;
import io.slipway.server.web.Operation;
import io.slipway.server.web.Operation.Method;
import io.slipway.server.web.Requests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * The routes of a VM and {@code /health}; everything else on this listener is a 404.
 *
 * <p>The token comes as bearer or in the document, and both must be equal when both are there (requirements H2). Requests with
 * a token that we signed count against that token, all others against their address, so a stranger behind the same NAT cannot
 * hold up the VMs.
 */
public final class VmRoutes {
    private static final String PREFIX = "/api/v1/provisioning/";
    private static final String VM_UUID = "vm_uuid";
    private static final Set<String> VALIDATE_FIELDS = Set.of(GuestCalls.TOKEN, VM_UUID);
    private static final Set<String> REPORT_FIELDS = Set.of(GuestCalls.TOKEN, VM_UUID, "step", "status", "details");
    private static final Operation VALIDATE = guest(
            Method.POST,
            "validate-token",
            "a VM shows its token",
            Contract.of("guest.validateToken").takes("TokenShown").answers("TokenAccepted"));
    private static final Operation REPORT = guest(
            Method.POST,
            "report-progress",
            "a VM reports a step",
            Contract.of("guest.reportProgress")
                    .takes("Report")
                    .answers("ReportStored")
                    .refuses(WRONG_STATE));
    private static final Operation PLAYBOOK = guest(
            Method.GET,
            "playbook",
            "a VM fetches its playbook",
            Contract.of("guest.playbook").sends("text/yaml").refuses(PLAYBOOK_NOT_FOUND));
    private static final Set<String> TOKEN_PATHS = Set.of(VALIDATE.path(), REPORT.path(), PLAYBOOK.path());

    private final GuestTokens tokens;
    private final GuestReports reports;
    private final GuestCalls calls;
    private final Optional<ArtifactDownloadRoutes> artifacts;

    /** Without files to download. */
    public VmRoutes(GuestTokens tokens, GuestReports reports, VmLimits limits) {
        this(tokens, reports, new GuestCalls(tokens, limits), Optional.empty());
    }

    private VmRoutes(
            GuestTokens tokens, GuestReports reports, GuestCalls calls, Optional<ArtifactDownloadRoutes> artifacts) {
        this.tokens = tokens;
        this.reports = reports;
        this.calls = calls;
        this.artifacts = artifacts;
    }

    /**
     * The same with files to download.
     *
     * @param ownAddresses where VMs reach us at this moment; links begin with one of them and with nothing else
     */
    public VmRoutes withFiles(Downloads downloads, Supplier<List<URI>> ownAddresses) {
        var files = new ArtifactDownloadRoutes(downloads, calls, ownAddresses);
        return new VmRoutes(tokens, reports, calls, Optional.of(files));
    }

    private static Operation guest(Method method, String name, String summary, Contract contract) {
        return new Operation(
                Operation.Side.LAN,
                method,
                PREFIX + name,
                Operation.Proof.GUEST,
                Access.OPEN,
                method == Method.GET ? Set.of(VM_UUID) : Set.of(),
                summary,
                contract.refuses(TOKEN_INVALID));
    }

    /** What the LAN listener serves. */
    public static List<Operation> operations() {
        var all = new ArrayList<>(HealthRoutes.bareOperations());
        all.addAll(List.of(VALIDATE, REPORT, PLAYBOOK));
        all.addAll(ArtifactDownloadRoutes.operations());
        return List.copyOf(all);
    }

    /** Adds the routes to the LAN listener. */
    public void addTo(RoutesConfig routes) {
        routes.before(this::limitOthers);
        VALIDATE.serve(routes, this::validate);
        REPORT.serve(routes, this::report);
        PLAYBOOK.serve(routes, this::playbook);
        artifacts.ifPresent(files -> files.addTo(routes));
        HealthRoutes.addBareTo(routes);
    }

    private void limitOthers(Context context) {
        var path = context.path();
        if (!TOKEN_PATHS.contains(path)
                && artifacts.filter(files -> files.counts(path)).isEmpty()) {
            calls.countAddress(context);
        }
    }

    private void validate(Context context) {
        var sent = calls.sent(context, VALIDATE_FIELDS);
        var vmUuid = Requests.requiredText(sent.document(), VM_UUID);
        var token = tokens.validate(sent.token(), Optional.of(vmUuid));
        var answer = Json.object()
                .put("valid", true)
                .put("userId", token.userId())
                .put("tenantId", token.tenant().value())
                .putNull("bootstrap_url")
                .putNull("app_url")
                .put("playbook", token.hasPlaybook());
        artifacts.ifPresent(files -> files.offer(context, token, sent.token(), answer));
        Answers.json(context, answer);
    }

    private void report(Context context) {
        var sent = calls.sent(context, REPORT_FIELDS);
        var event = reports.report(sent.token(), parse(sent.document()));
        Answers.json(context, row(event));
    }

    private static Report parse(ObjectNode document) {
        var status = ProgressStatus.of(Requests.requiredText(document, "status"))
                .orElseThrow(() -> Requests.wrong("status", "must be pending, running, completed or failed"));
        var details = document.path("details");
        if (!details.isMissingNode() && !details.isNull() && !details.isObject()) {
            throw Requests.wrong("details", "must be an object");
        }
        return new Report(
                Requests.requiredText(document, VM_UUID),
                Requests.requiredText(document, "step"),
                status,
                details instanceof ObjectNode object ? object : Json.object());
    }

    private static ObjectNode row(ProgressEvent event) {
        var row = Json.object()
                .put("id", event.id())
                .put("vm_uuid", event.vmUuid())
                .put("token_id", event.tokenId())
                .put("step", event.step())
                .put("status", event.status().word());
        row.set("details", event.details());
        return row.put("created_at", event.at().toString());
    }

    private void playbook(Context context) {
        var token = calls.counted(context, () -> calls.present(Requests.bearer(context)));
        tokens.validate(token, Optional.ofNullable(context.queryParam(VM_UUID)));
        var text = tokens.playbook(token)
                .orElseThrow(() -> Problem.of(ProblemCode.PLAYBOOK_NOT_FOUND, "This VM has no playbook.")
                        .exception());
        context.contentType("text/yaml; charset=utf-8").result(text.getBytes(StandardCharsets.UTF_8));
    }
}
