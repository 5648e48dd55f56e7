package io.slipway.server.web.admin;

import static io.slipway.server.base.ProblemCode.RATE_LIMITED;
import static io.slipway.server.base.ProblemCode.UNAUTHORIZED;
import static io.slipway.server.web.Access.OPEN;
import static io.slipway.server.web.Access.READ;

import io.javalin.http.Context;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.Sessions;
import io.slipway.server.tenant.UserSession;
import io.slipway.server.web.AdminGuard;
import io.slipway.server.web.Answers;
import io.slipway.server.web.PageSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** How a browser of this machine signs in: the page behind the one-time address, and the session it gets. */
final class PageRoutes {
    private static final int LONGEST_CODE = 100;

    private final Sessions sessions;
    private final AdminGuard guard;

    PageRoutes(Sessions sessions, AdminGuard guard) {
        this.sessions = sessions;
        this.guard = guard;
    }

    List<Route> routes() {
        return List.of(
                toPanel("start", "/"),
                toPanel("slash", "/ui/"),
                file(
                        "entrance",
                        "/enter",
                        "enter.html",
                        "text/html; charset=utf-8",
                        "the page that takes the one-time code"),
                file("entranceScript", "/enter.js", "enter.js", "text/javascript; charset=utf-8", "its script"),
                file("entranceStyle", "/enter.css", "enter.css", "text/css; charset=utf-8", "its looks"),
                Route.ask("/enter", OPEN, "turn a one-time code into a session", this::enter)
                        .page()
                        .as("pages.enter")
                        .takes("EntryCodeShown")
                        .refuses(UNAUTHORIZED, RATE_LIMITED)
                        .answers("SessionStarted")
                        .headers("Set-Cookie"),
                Route.get("/ui/session", READ, "who is signed in, and until when", this::show)
                        .page()
                        .as("pages.session")
                        .answers("PageSession"),
                Route.ask("/ui/session/end", READ, "sign out", this::leave)
                        .page()
                        .as("pages.end")
                        .answers("Ended")
                        .headers("Set-Cookie"));
    }

    /** Whoever types the address without a path, or with one stroke too many, comes to the panel. */
    private static Route toPanel(String id, String path) {
        return Route.get(path, OPEN, "the way to the control panel", context -> context.status(302)
                        .header("Location", "/ui"))
                .page()
                .as("pages." + id)
                .answersNothing(302)
                .headers("Location");
    }

    private static Route file(String id, String path, String name, String type, String summary) {
        var bytes = resource(name);
        return Route.get(path, OPEN, summary, context -> context.contentType(type)
                        .result(bytes))
                .page()
                .as("pages." + id)
                .sends(type.split(";", 2)[0]);
    }

    private static byte[] resource(String name) {
        try (var in = Objects.requireNonNull(PageRoutes.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A new session each time, never one that the browser brought along; that one ends. */
    private void enter(Context context) {
        var document = RequestDocument.of(context, Set.of("code"));
        var code = document.requiredText("code", LONGEST_CODE);
        document.check();
        var started = sessions.enter(code);
        if (started.isEmpty()) {
            guard.refused(context, "session.refused");
            throw Problem.of(
                            ProblemCode.UNAUTHORIZED,
                            "The one-time code is wrong, used, or older than a minute.",
                            "Open Slipway again with `slipway open`.")
                    .exception();
        }
        PageSession.of(context, sessions).ifPresent(old -> sessions.end(old.caller(), old.id()));
        var session = started.get().session();
        PageSession.give(context, started.get().cookie(), session);
        Answers.json(
                context,
                view(session).put("page_token", started.get().pageToken().reveal()));
    }

    private void show(Context context) {
        Answers.json(context, view(PageSession.current(context)));
    }

    private void leave(Context context) {
        var session = PageSession.current(context);
        sessions.end(session.caller(), session.id());
        PageSession.take(context);
        Answers.json(context, Json.object().put("ended", true));
    }

    static ObjectNode view(UserSession session) {
        return Json.object()
                .put("id", session.id())
                .put("user_id", session.caller().userId())
                .put("tenant_id", session.caller().tenant().value())
                .put("role", session.caller().role().name())
                .put("created_at", session.createdAt().toString())
                .put("seen_at", session.seenAt().toString())
                .put("idle_at", session.idleAt().toString())
                .put("expires_at", session.expiresAt().toString());
    }
}
