package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.health.Health;

/** The health questions of requirements B.9. None of the answers says a version, a path or an address. */
public final class HealthRoutes {
    private HealthRoutes() {}

    /** {@code /health}, {@code /health/live} and {@code /health/ready} for the admin listener. */
    public static void addTo(RoutesConfig routes, Health health) {
        routes.get("/health", HealthRoutes::ok, Access.OPEN);
        routes.get("/health/live", HealthRoutes::ok, Access.OPEN);
        routes.get("/health/ready", context -> ready(context, health), Access.OPEN);
    }

    /** {@code /health} alone: that the listener answers. */
    public static void addBareTo(RoutesConfig routes) {
        routes.get("/health", HealthRoutes::ok, Access.OPEN);
    }

    private static void ok(Context context) {
        Answers.json(context, Json.object().put("status", "ok"));
    }

    private static void ready(Context context, Health health) {
        var readiness = health.readiness();
        if (!readiness.ready()) {
            var problem = Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "Slipway is not ready.");
            for (var check : readiness.checks().entrySet()) {
                problem = problem.with(check.getKey(), check.getValue());
            }
            throw problem.exception();
        }
        var answer = Json.object().put("status", "ready");
        answer.set("checks", Json.mapper().valueToTree(readiness.checks()));
        Answers.json(context, answer);
    }
}
