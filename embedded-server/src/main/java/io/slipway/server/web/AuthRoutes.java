package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Json;
import java.util.List;
import java.util.Set;

/** Lets a caller of the admin API see who he is: {@code /api/v1/auth/whoami} and {@code /verify}. */
public final class AuthRoutes {
    private static final Operation WHOAMI = read(
            "whoami",
            "who the bearer of the token is",
            Contract.of("auth.whoami").answers("Whoami"));
    private static final Operation VERIFY = read(
            "verify", "that the token is good", Contract.of("auth.verifyOwn").answers("Verdict"));

    private AuthRoutes() {}

    private static Operation read(String name, String summary, Contract contract) {
        return new Operation(
                Operation.Side.ADMIN,
                Operation.Method.GET,
                "/api/v1/auth/" + name,
                Operation.Proof.BEARER,
                Access.READ,
                Set.of(),
                summary,
                contract);
    }

    /** What {@link #addTo} serves. */
    public static List<Operation> operations() {
        return List.of(WHOAMI, VERIFY);
    }

    /** Adds the two routes. */
    public static void addTo(RoutesConfig routes) {
        WHOAMI.serve(routes, AuthRoutes::whoami);
        VERIFY.serve(routes, context -> Answers.json(context, Json.object().put("valid", true)));
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
