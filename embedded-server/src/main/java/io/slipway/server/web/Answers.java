package io.slipway.server.web;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;

/** Writes answers in the product's forms. */
public final class Answers {
    private static final String JSON = "application/json";

    private Answers() {}

    /** The resource itself (requirements H24). */
    public static void json(Context context, int status, Object resource) {
        context.status(status).contentType(JSON).result(Json.mapper().writeValueAsBytes(resource));
    }

    /** 200 with the resource. */
    public static void json(Context context, Object resource) {
        json(context, 200, resource);
    }

    /** A problem, with the headers that its code asks for. */
    static void problem(Context context, Problem problem) {
        var correlation = WebServer.correlation(context);
        var retryAfter = problem.context().get(ProblemAnswer.RETRY_AFTER);
        if (retryAfter != null) {
            context.header("Retry-After", retryAfter);
        } else if (problem.code() == ProblemCode.SERVICE_UNAVAILABLE) {
            context.header("Retry-After", "1");
        }
        if (problem.code().httpStatus() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        context.status(problem.code().httpStatus())
                .contentType(ProblemAnswer.MEDIA_TYPE)
                .result(Json.mapper().writeValueAsBytes(ProblemAnswer.json(problem, correlation)));
    }
}
