package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.TOKEN_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.VAULT;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Provisioning tokens by hand, and what VMs reported (requirements A.12, A.13). */
final class GuestTokenRoutes {
    private static final int MOST_DAYS = 3650;
    private static final int UUID_LENGTH = 36;

    private final GuestTokens tokens;
    private final GuestReports reports;

    GuestTokenRoutes(GuestTokens tokens, GuestReports reports) {
        this.tokens = tokens;
        this.reports = reports;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/v1/provisioning/issue-token",
                                OPERATE,
                                "issue the token of a VM; its earlier one ends",
                                this::issue)
                        .as("provisioning.issueToken")
                        .takes("TokenOrder")
                        .answers(201, "TokenIssued")
                        .refuses(VAULT)
                        .refuses(WRONG_STATE),
                Route.post(
                                "/api/v1/provisioning/revoke-token",
                                OPERATE,
                                "revoke a token by its id or by its VM",
                                this::revoke)
                        .as("provisioning.revokeToken")
                        .takes("TokenToRevoke")
                        .answers("Revoked")
                        .refuses(TOKEN_NOT_FOUND),
                Route.get("/api/v1/provisioning/progress/{vm}", READ, "what a VM reported, oldest first", this::list)
                        .as("provisioning.progress")
                        .answers("VmProgress"));
    }

    private void issue(Context context) {
        var document = RequestDocument.of(context, Set.of("vm_uuid", "expires_in_days"));
        var vm = document.requiredText("vm_uuid", UUID_LENGTH);
        var days = document.integer("expires_in_days", 1, MOST_DAYS);
        document.check();
        var life = days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.<Duration>empty();
        var order = new TokenOrder(vm, life, Optional.empty(), Optional.empty());
        var issued = tokens.issue(AdminGuard.caller(context), order);
        Answers.json(
                context,
                201,
                Json.object()
                        .put("token", issued.text().reveal())
                        .put("token_id", issued.tokenId())
                        .put("vm_uuid", order.vmUuid())
                        .put("issued_at", issued.issuedAt().toString())
                        .put("expires_at", issued.expiresAt().toString()));
    }

    private void revoke(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, Set.of("token_id", "vm_uuid"));
        var id = document.text("token_id", UUID_LENGTH);
        var vm = document.text("vm_uuid", UUID_LENGTH);
        if (id.isPresent() == vm.isPresent()) {
            document.wrong("token_id", "give either token_id or vm_uuid");
        }
        document.check();
        boolean there = id.isPresent() ? tokens.revoke(caller, id.get()) : tokens.revokeByVm(caller, vm.orElseThrow());
        if (!there) {
            throw Problem.of(ProblemCode.TOKEN_NOT_FOUND, "You have no such provisioning token.")
                    .exception();
        }
        Answers.json(context, Json.object().put("revoked", true));
    }

    private void list(Context context) {
        var vm = TokenOrder.of(context.pathParam("vm")).vmUuid();
        var events = reports.list(AdminGuard.caller(context), vm);
        var answer = Json.object().put("vm_uuid", vm);
        var items = answer.putArray("items");
        events.forEach(event -> items.add(JobJson.progress(event)));
        answer.put("updated_at", events.isEmpty() ? null : events.getLast().at().toString());
        Answers.json(context, answer);
    }
}
