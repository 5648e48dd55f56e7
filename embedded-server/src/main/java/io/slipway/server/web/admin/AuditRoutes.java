package io.slipway.server.web.admin;

import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.tenant.AuditFilter;
import io.slipway.server.tenant.AuditLog;
import io.slipway.server.tenant.AuditRow;
import io.slipway.server.tenant.AuditVerdict;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The audit trail: read it, check it, take it away. Nothing here changes it. */
final class AuditRoutes {
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final AuditLog log;
    private final InstantSource clock;

    AuditRoutes(AuditLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/audit", READ, "the audit trail, newest first", this::list)
                        .with("limit", "cursor", "actor", "action", "object", "outcome", "since", "until")
                        .as("audit.list")
                        .answers("AuditList"),
                Route.get("/api/v1/audit/verify", ADMIN, "whether the trail is as it was written", this::verify)
                        .as("audit.verify")
                        .answers("AuditVerdict"),
                Route.get("/api/v1/audit/export", ADMIN, "the whole chain as JSON lines, signed", this::export)
                        .as("audit.export")
                        .sends("application/x-ndjson")
                        .headers("Content-Disposition"));
    }

    private void list(Context context) {
        int limit = (int) Parameters.number(context, "limit", USUAL, 1, MOST);
        long before = Parameters.number(context, "cursor", Long.MAX_VALUE, 1, 999_999_999_999_999L);
        var filter = new AuditFilter(
                limit,
                before == Long.MAX_VALUE ? Optional.empty() : Optional.of(before),
                Parameters.text(context, "actor"),
                Parameters.text(context, "action"),
                Parameters.text(context, "object"),
                Parameters.text(context, "outcome"),
                Parameters.moment(context, "since"),
                Parameters.moment(context, "until"));
        var rows = log.list(AdminGuard.caller(context).tenant(), filter);
        var answer = Json.object();
        var items = answer.putArray("items");
        rows.forEach(row -> items.add(json(row)));
        answer.put(
                "next_cursor",
                rows.size() < limit ? null : Long.toString(rows.getLast().seq()));
        Answers.json(context, answer);
    }

    private static ObjectNode json(AuditRow row) {
        var json = Json.object()
                .put("seq", row.seq())
                .put("at", Instant.ofEpochMilli(row.at()).toString())
                .put("actor", row.actor())
                .put("action", row.action())
                .put("object", row.object())
                .put("outcome", row.outcome());
        json.set("detail", Json.parse(row.detail()));
        return json.put("hash", row.hash());
    }

    private void verify(Context context) {
        Answers.json(context, json(log.verify(clock.instant())));
    }

    private static ObjectNode json(AuditVerdict verdict) {
        var json = Json.object()
                .put("intact", verdict.intact())
                .put("rows", verdict.rows())
                .put("seq", verdict.seq())
                .put("hash", verdict.hash())
                .put("unsealed_rows", verdict.unsealed())
                .put("key", verdict.key().orElse(null));
        verdict.fault().ifPresent(fault -> json.putObject("fault")
                .put("seq", fault.seq())
                .put("kind", fault.kind().name())
                .put("text", fault.text()));
        return json;
    }

    private void export(Context context) throws IOException {
        context.contentType("application/x-ndjson")
                .header("Content-Disposition", "attachment; filename=\"slipway-audit.jsonl\"");
        log.export(
                AdminGuard.caller(context).tenant(),
                clock.instant(),
                context.res().getOutputStream());
    }
}
