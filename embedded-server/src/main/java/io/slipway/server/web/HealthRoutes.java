package io.slipway.server.web;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.health.Health;
import java.util.List;

/** The health questions of requirements B.9. None of the answers says a version, a path or an address. */
public final class HealthRoutes {
    private static final Operation LIVE = Operation.open(
            Operation.Side.ADMIN,
            "/health/live",
            "that the program lives",
            Contract.of("health.live").answers("Health"));
    private static final Operation READY = Operation.open(
            Operation.Side.ADMIN,
            "/health/ready",
            "that it can work; 503 when not",
            Contract.of("health.ready").answers("Readiness"));

    private HealthRoutes() {}

    /** What {@link #addTo} serves. */
    public static List<Operation> operations() {
        return List.of(bare(Operation.Side.ADMIN), LIVE, READY);
    }

    /** What {@link #addBareTo} serves on the listener for VMs. */
    public static List<Operation> bareOperations() {
        return List.of(bare(Operation.Side.LAN));
    }

    private static Operation bare(Operation.Side side) {
        var id = side == Operation.Side.ADMIN ? "health.show" : "guest.health";
        return Operation.open(
                side, "/health", "that the listener answers", Contract.of(id).answers("Health"));
    }

    /** {@code /health}, {@code /health/live} and {@code /health/ready} for the admin listener. */
    public static void addTo(RoutesConfig routes, Health health) {
        bare(Operation.Side.ADMIN).serve(routes, HealthRoutes::ok);
        LIVE.serve(routes, HealthRoutes::ok);
        READY.serve(routes, context -> ready(context, health));
    }

    /** {@code /health} alone: that the listener answers. */
    public static void addBareTo(RoutesConfig routes) {
        bare(Operation.Side.LAN).serve(routes, HealthRoutes::ok);
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
