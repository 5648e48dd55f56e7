package io.slipway.server.web.vm;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.PresentedToken;
import io.slipway.server.guest.ProgressEvent;
import io.slipway.server.guest.ProgressStatus;
import io.slipway.server.guest.Report;
import io.slipway.server.guest.TokenRefusal;
import io.slipway.server.web.Access;
import io.slipway.server.web.Answers;
import io.slipway.server.web.HealthRoutes;
import io.slipway.server.web.RateLimit;
import io.slipway.server.web.Requests;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The three routes of a VM and {@code /health}; everything else on this listener is a 404.
 *
 * <p>The token comes as bearer or in the document, and both must be equal when both are there (requirements H2). Requests with
 * a token that we signed count against that token, all others against their address, so a stranger behind the same NAT cannot
 * hold up the VMs.
 */
public final class VmRoutes {
    private static final String PREFIX = "/api/v1/provisioning/";
    private static final String TOKEN = "token";
    private static final String VM_UUID = "vm_uuid";
    private static final Set<String> VALIDATE_FIELDS = Set.of(TOKEN, VM_UUID);
    private static final Set<String> REPORT_FIELDS = Set.of(TOKEN, VM_UUID, "step", "status", "details");
    private static final Set<String> TOKEN_PATHS =
            Set.of(PREFIX + "validate-token", PREFIX + "report-progress", PREFIX + "playbook");

    private final GuestTokens tokens;
    private final GuestReports reports;
    private final RateLimit addressLimit;
    private final RateLimit tokenLimit;

    public VmRoutes(GuestTokens tokens, GuestReports reports, VmLimits limits) {
        this.tokens = tokens;
        this.reports = reports;
        this.addressLimit = limits.addresses();
        this.tokenLimit = limits.tokens();
    }

    /** Adds the routes to the LAN listener. */
    public void addTo(RoutesConfig routes) {
        routes.before(this::limitOthers);
        routes.post(PREFIX + "validate-token", this::validate, Access.OPEN);
        routes.post(PREFIX + "report-progress", this::report, Access.OPEN);
        routes.get(PREFIX + "playbook", this::playbook, Access.OPEN);
        HealthRoutes.addBareTo(routes);
    }

    private void limitOthers(Context context) {
        if (!TOKEN_PATHS.contains(context.path())) {
            countAddress(context);
        }
    }

    private void validate(Context context) {
        var sent = sent(context, VALIDATE_FIELDS);
        var vmUuid = Requests.requiredText(sent.document(), VM_UUID);
        var token = tokens.validate(sent.token(), Optional.of(vmUuid));
        Answers.json(
                context,
                Json.object()
                        .put("valid", true)
                        .put("userId", token.userId())
                        .put("tenantId", token.tenant().value())
                        .putNull("bootstrap_url")
                        .putNull("app_url")
                        .put("playbook", token.hasPlaybook()));
    }

    private void report(Context context) {
        var sent = sent(context, REPORT_FIELDS);
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
        var token = counted(context, () -> present(Requests.bearer(context)));
        tokens.validate(token, Optional.ofNullable(context.queryParam(VM_UUID)));
        var text = tokens.playbook(token)
                .orElseThrow(() -> Problem.of(ProblemCode.PLAYBOOK_NOT_FOUND, "This VM has no playbook.")
                        .exception());
        context.contentType("text/yaml; charset=utf-8").result(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A document and the token it came with. */
    private record Sent(PresentedToken token, ObjectNode document) {}

    /** What may fail before we know the sender. */
    @FunctionalInterface
    private interface Opening<T> {
        T open();
    }

    private Sent sent(Context context, Set<String> fields) {
        var sent = countedAddress(context, () -> {
            var document = Requests.object(context, fields);
            var body = Requests.text(document, TOKEN);
            var bearer = Requests.bearer(context);
            if (body.isPresent() && bearer.isPresent() && !body.equals(bearer)) {
                throw TokenRefusal.TWO_TOKENS.exception();
            }
            return new Sent(present(bearer.or(() -> body)), document);
        });
        tokenLimit.require(sent.token().id());
        return sent;
    }

    private PresentedToken counted(Context context, Opening<PresentedToken> opening) {
        var token = countedAddress(context, opening);
        tokenLimit.require(token.id());
        return token;
    }

    private <T> T countedAddress(Context context, Opening<T> opening) {
        try {
            return opening.open();
        } catch (SlipwayException e) {
            countAddress(context);
            throw e;
        }
    }

    private void countAddress(Context context) {
        addressLimit.require(RateLimit.addressKey(Requests.peer(context)));
    }

    private PresentedToken present(Optional<String> text) {
        return tokens.present(text.orElseThrow(TokenRefusal.MISSING::exception));
    }
}
