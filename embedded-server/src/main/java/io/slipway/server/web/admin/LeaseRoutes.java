package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.LEASE_EXPIRED;
import static io.slipway.server.base.ProblemCode.LEASE_INACTIVE;
import static io.slipway.server.base.ProblemCode.LEASE_NOT_FOUND;
import static io.slipway.server.base.ProblemCode.LEASE_OWNER_MISMATCH;
import static io.slipway.server.base.ProblemCode.WRONG_STATE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.OPERATE;
import static io.slipway.server.web.Access.READ;
import static io.slipway.server.web.ProblemSets.LICENCE;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.lease.Lease;
import io.slipway.server.lease.LeaseOrder;
import io.slipway.server.lease.Leases;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Leases of programs (requirements B.7), and a look at all. */
final class LeaseRoutes {
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,99}");
    private static final int LONGEST = 100;
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final Leases leases;
    private final InstantSource clock;

    LeaseRoutes(Leases leases, InstantSource clock) {
        this.leases = leases;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/license/leases", READ, "the leases of VMs, newest first", this::list)
                        .with("vm_uuid", "limit")
                        .as("leases.list")
                        .answers("LeaseList"),
                Route.post(
                                "/api/v1/license/lease",
                                OPERATE,
                                "lease a module for a VM; an earlier lease of both ends",
                                this::issue)
                        .as("leases.issue")
                        .takes("LeaseOrder")
                        .answers(201, "LeaseIssued")
                        .refuses(LICENCE),
                Route.post("/api/v1/license/heartbeat", OPERATE, "let a lease live on for a term", this::heartbeat)
                        .as("leases.heartbeat")
                        .takes("LeaseToKeep")
                        .answers("Lease")
                        .refuses(LICENCE)
                        .refuses(LEASE_NOT_FOUND, LEASE_OWNER_MISMATCH, LEASE_INACTIVE, LEASE_EXPIRED),
                Route.post(
                                "/api/v1/license/revoke",
                                ADMIN,
                                "end a lease and every link given out under it",
                                this::revoke)
                        .as("leases.revoke")
                        .takes("LeaseToEnd")
                        .answers("Lease")
                        .refuses(LEASE_NOT_FOUND, LEASE_OWNER_MISMATCH, LEASE_INACTIVE, LEASE_EXPIRED, WRONG_STATE));
    }

    private void list(Context context) {
        int limit = (int) Parameters.number(context, "limit", USUAL, 1, MOST);
        var vm = Parameters.text(context, "vm_uuid").map(text -> text.toLowerCase(Locale.ROOT));
        var answer = Json.object();
        var items = answer.putArray("items");
        leases.list(AdminGuard.caller(context).tenant(), vm, limit)
                .forEach(lease -> items.add(view(lease, clock.instant())));
        Answers.json(context, answer);
    }

    private void issue(Context context) {
        var document =
                RequestDocument.of(context, Set.of("vm_uuid", "agent_id", "runner_id", "module", "version", "user_id"));
        var order = new LeaseOrder(
                document.requiredText("vm_uuid", 128).toLowerCase(Locale.ROOT),
                word(document, "agent_id"),
                word(document, "runner_id"),
                word(document, "module"),
                document.text("version", LONGEST),
                document.text("user_id", LONGEST));
        document.check();
        var issued = leases.issue(AdminGuard.caller(context), order);
        var lease = issued.lease();
        Answers.json(
                context,
                201,
                Json.object()
                        .put("lease_id", lease.id())
                        .put("token", issued.token().reveal())
                        .put("expires_at", lease.expiresAt().toString())
                        .put("tenant_id", lease.tenant().value())
                        .put("user_id", lease.userId())
                        .put("vm_uuid", lease.vmUuid())
                        .put("module", lease.module())
                        .put("epoch", lease.epoch()));
    }

    private static String word(RequestDocument document, String name) {
        var text = document.requiredText(name, LONGEST);
        if (!text.isEmpty() && !WORD.matcher(text).matches()) {
            document.wrong(name, "must be 1 to 100 letters, digits, dots, underscores, colons or hyphens");
        }
        return text;
    }

    private void heartbeat(Context context) {
        var document = RequestDocument.of(context, Set.of("lease_id"));
        var id = document.requiredText("lease_id", LONGEST);
        document.check();
        Answers.json(context, view(leases.heartbeat(AdminGuard.caller(context), id), clock.instant()));
    }

    private void revoke(Context context) {
        var document = RequestDocument.of(context, Set.of("lease_id", "reason"));
        var id = document.requiredText("lease_id", LONGEST);
        var reason = document.text("reason", LONGEST);
        document.check();
        Answers.json(context, view(leases.revoke(AdminGuard.caller(context), id, reason), clock.instant()));
    }

    private static ObjectNode view(Lease lease, Instant now) {
        return Json.object()
                .put("lease_id", lease.id())
                .put("vm_uuid", lease.vmUuid())
                .put("user_id", lease.userId())
                .put("own", lease.own())
                .put("agent_id", lease.agentId())
                .put("runner_id", lease.runnerId())
                .put("module", lease.module())
                .put("version", lease.version().orElse(null))
                .put("epoch", lease.epoch())
                .put("status", lease.status(now))
                .put("reason", lease.ended().orElse(null))
                .put("issued_at", lease.issuedAt().toString())
                .put("expires_at", lease.expiresAt().toString())
                .put("heard_at", lease.heardAt().map(Instant::toString).orElse(null));
    }
}
