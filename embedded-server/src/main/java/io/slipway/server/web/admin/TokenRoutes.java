package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.TOKEN_NOT_FOUND;
import static io.slipway.server.web.Access.ADMIN;

import io.javalin.http.Context;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.ApiToken;
import io.slipway.server.tenant.ApiTokens;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Bearer tokens of this API; the text of one is shown once, when it is made. */
final class TokenRoutes {
    private static final int MOST_DAYS = 3650;

    private final ApiTokens tokens;

    TokenRoutes(ApiTokens tokens) {
        this.tokens = tokens;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v1/api-tokens", ADMIN, "tokens of this API, without their texts", this::list)
                        .as("tokens.list")
                        .answers("ApiTokenList"),
                Route.post("/api/v1/api-tokens", ADMIN, "make a token; its text is shown this once", this::create)
                        .as("tokens.create")
                        .takes("NewApiToken")
                        .answers(201, "ApiTokenMade"),
                Route.delete("/api/v1/api-tokens/{token}", ADMIN, "revoke a token", this::revoke)
                        .as("tokens.revoke")
                        .answers("Revoked")
                        .refuses(TOKEN_NOT_FOUND));
    }

    private void list(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        tokens.list(AdminGuard.caller(context)).forEach(token -> items.add(view(token)));
        Answers.json(context, answer);
    }

    private void create(Context context) {
        var caller = AdminGuard.caller(context);
        var document = RequestDocument.of(context, Set.of("label", "role", "user_id", "expires_in_days"));
        var label = document.requiredText("label", 100);
        var role = role(document);
        var user = document.text("user_id", 100).orElse(caller.userId());
        var days = document.integer("expires_in_days", 1, MOST_DAYS);
        document.check();
        var life = days.isPresent() ? Optional.of(Duration.ofDays(days.getAsInt())) : Optional.<Duration>empty();
        var created = tokens.create(AdminGuard.token(context), new Caller(caller.tenant(), user, role), label, life);
        try (var text = created.text()) {
            Answers.json(context, 201, view(created.token()).put("token", text.reveal()));
        }
    }

    private static Caller.Role role(RequestDocument document) {
        var name = document.requiredText("role", 20);
        return Arrays.stream(Caller.Role.values())
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    if (!name.isEmpty()) {
                        document.wrong("role", "must be READ, OPERATE or ADMIN");
                    }
                    return Caller.Role.READ;
                });
    }

    private void revoke(Context context) {
        if (!tokens.revoke(AdminGuard.caller(context), Parameters.word(context, "token"))) {
            throw Problem.of(ProblemCode.TOKEN_NOT_FOUND, "There is no such API token.")
                    .exception();
        }
        Answers.json(context, Json.object().put("revoked", true));
    }

    private static ObjectNode view(ApiToken token) {
        return Json.object()
                .put("id", token.id())
                .put("user_id", token.caller().userId())
                .put("role", token.caller().role().name())
                .put("label", token.label())
                .put("created_at", token.createdAt().toString())
                .put("expires_at", token.expiresAt().map(Instant::toString).orElse(null))
                .put("revoked_at", token.revokedAt().map(Instant::toString).orElse(null))
                .put("last_used_at", token.lastUsedAt().map(Instant::toString).orElse(null))
                .put("altered", token.altered());
    }
}
