package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.ARTIFACTS_CONFIG_ERROR;
import static io.slipway.server.base.ProblemCode.STORAGE_FULL;
import static io.slipway.server.base.ProblemCode.UNPROCESSABLE;
import static io.slipway.server.web.Access.ADMIN;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.artifact.Artifacts;
import io.slipway.server.artifact.Attempt;
import io.slipway.server.artifact.AttemptFilter;
import io.slipway.server.artifact.Downloads;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.FileUpload;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Files on their way in, and the trail of their way out. */
final class ArtifactFileRoutes {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int USUAL = 100;
    private static final int MOST = 1000;

    private final Artifacts artifacts;
    private final Downloads downloads;

    ArtifactFileRoutes(Artifacts artifacts, Downloads downloads) {
        this.artifacts = artifacts;
        this.downloads = downloads;
    }

    List<Route> routes() {
        return List.of(
                Route.post(
                                "/api/v1/artifacts/objects",
                                ADMIN,
                                "send a file of up to 8 GiB, as `" + FileUpload.MEDIA_TYPE + "`, to release it",
                                this::receive)
                        .with("sha256")
                        .as("artifacts.send")
                        .takesFile(FileUpload.MEDIA_TYPE)
                        .answers(201, "FileStored")
                        .refuses(ARTIFACTS_CONFIG_ERROR, STORAGE_FULL, UNPROCESSABLE),
                Route.get(
                                "/api/v1/artifacts/audit",
                                READ,
                                "every attempt of a VM to get a link, newest first",
                                this::attempts)
                        .with("limit", "cursor", "vm_uuid", "module", "release", "result")
                        .as("artifacts.attempts")
                        .answers("AttemptList"));
    }

    private void receive(Context context) throws IOException {
        var digest = Optional.ofNullable(context.queryParam("sha256"));
        if (digest.filter(text -> !DIGEST.matcher(text).matches()).isPresent()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "The parameter sha256 must be 64 hex digits.")
                    .exception();
        }
        var file = FileUpload.receive(context, artifacts, digest.map(text -> text.toLowerCase(Locale.ROOT)));
        Answers.json(context, 201, Json.object().put("sha256", file.digest()).put("size_bytes", file.size()));
    }

    private void attempts(Context context) {
        int limit = (int) Parameters.number(context, "limit", USUAL, 1, MOST);
        long before = Parameters.number(context, "cursor", Long.MAX_VALUE, 1, 999_999_999_999_999L);
        var filter = new AttemptFilter(
                limit,
                before == Long.MAX_VALUE ? Optional.empty() : Optional.of(before),
                Parameters.text(context, "vm_uuid").map(text -> text.toLowerCase(Locale.ROOT)),
                Parameters.text(context, "module"),
                Parameters.text(context, "release"),
                Parameters.text(context, "result"));
        var rows = downloads.attempts(AdminGuard.caller(context).tenant(), filter);
        var answer = Json.object();
        var items = answer.putArray("items");
        rows.forEach(row -> items.add(view(row)));
        answer.put(
                "next_cursor",
                rows.size() < limit ? null : Long.toString(rows.getLast().seq()));
        Answers.json(context, answer);
    }

    private static ObjectNode view(Attempt row) {
        return Json.object()
                .put("seq", row.seq())
                .put("at", row.at().toString())
                .put("event_type", row.event())
                .put("result", row.result())
                .put("reason", row.reason())
                .put("vm_uuid", row.vmUuid().orElse(null))
                .put("lease_id", row.leaseId().orElse(null))
                .put("module", row.scope().map(scope -> scope.module()).orElse(null))
                .put("platform", row.scope().map(scope -> scope.platform()).orElse(null))
                .put("channel", row.scope().map(scope -> scope.channel()).orElse(null))
                .put("release_id", row.releaseId().orElse(null))
                .put("request_ip", row.requestIp())
                .put(
                        "url_expires_at",
                        row.linkExpiresAt().map(Instant::toString).orElse(null));
    }
}
