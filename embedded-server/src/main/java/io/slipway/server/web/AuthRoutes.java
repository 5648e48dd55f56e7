package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Json;

/** Lets a caller of the admin API see who he is: {@code /api/v1/auth/whoami} and {@code /verify}. */
public final class AuthRoutes {
    private AuthRoutes() {}

    /** Adds the two routes. */
    public static void addTo(RoutesConfig routes) {
        routes.get("/api/v1/auth/whoami", AuthRoutes::whoami, Access.READ);
        routes.get(
                "/api/v1/auth/verify",
                context -> Answers.json(context, Json.object().put("valid", true)),
                Access.READ);
    }

    private static void whoami(Context context) {
        var caller = AdminGuard.caller(context);
        Answers.json(
                context,
                Json.object()
                        .put("user_id", caller.userId())
                        .put("tenant_id", caller.tenant().value())
                        .put("role", caller.role().name()));
    }
}
