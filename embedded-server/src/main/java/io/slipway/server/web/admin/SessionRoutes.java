package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.TOKEN_NOT_FOUND;
import static io.slipway.server.web.Access.ADMIN;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import java.util.List;
import java.util.Set;

/** Sign-ins of browsers, seen from programs: make a one-time code, look at the sessions, end one. */
final class SessionRoutes {
    private final Sessions sessions;

    SessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/sessions/code", ADMIN, "a one-time code that opens a browser session", this::code)
                        .as("sessions.code")
                        .mayTake("Nothing")
                        .answers(201, "EntryCode"),
                Route.get("/api/v1/sessions", ADMIN, "signed-in browsers", this::list)
                        .as("sessions.list")
                        .answers("SessionList"),
                Route.delete("/api/v1/sessions/{session}", ADMIN, "sign a browser out", this::end)
                        .as("sessions.end")
                        .answers("Ended")
                        .refuses(TOKEN_NOT_FOUND));
    }

    private void code(Context context) {
        RequestDocument.optional(context, Set.of()).check();
        var code = sessions.code(AdminGuard.token(context));
        // Behind the #, so that it is in no request line, no log and no Referer.
        Answers.json(
                context,
                201,
                Json.object()
                        .put("url", "http://127.0.0.1:" + context.port() + "/enter#" + code.reveal())
                        .put("expires_in_seconds", 60));
    }

    private void list(Context context) {
        var answer = Json.object();
        var items = answer.putArray("items");
        sessions.list(AdminGuard.caller(context)).forEach(session -> items.add(PageRoutes.view(session)));
        Answers.json(context, answer);
    }

    private void end(Context context) {
        if (!sessions.end(AdminGuard.caller(context), Parameters.word(context, "session"))) {
            throw Problem.of(ProblemCode.TOKEN_NOT_FOUND, "There is no such session, or it has ended.")
                    .exception();
        }
        Answers.json(context, Json.object().put("ended", true));
    }
}
