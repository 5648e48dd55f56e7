package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.slipway.server.base.Json;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.text.Text;
import io.slipway.server.web.AdminGuard;
import java.util.Map;
import java.util.Objects;

/**
 * Says a problem on a page where a browser asked for a page, in the operator's language, and never as raw JSON. What scripts ask for
 * keeps the problem document.
 */
public final class PageProblems {
    private static final String PROBLEM = "application/problem+json";
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final Pages pages;

    public PageProblems(Pages pages) {
        this.pages = pages;
    }

    /** Call it after every request. */
    public void answer(Context context) {
        if (context.statusCode() < 400 || !wantsPage(context) || !PROBLEM.equals(type(context))) {
            return;
        }
        var document = context.result();
        if (document == null) {
            return;
        }
        try {
            show(context, document);
        } catch (SlipwayException e) {
            // Not a document of ours: it stays as it is.
            context.contentType(PROBLEM);
        }
    }

    private static String type(Context context) {
        var type = Objects.requireNonNullElse(context.res().getContentType(), "");
        int end = type.indexOf(';');
        return end < 0 ? type : type.substring(0, end);
    }

    /** A page of ours that is opened, not a part that a script asks for. */
    private static boolean wantsPage(Context context) {
        var path = context.path();
        return (path.equals("/ui") || path.startsWith("/ui/"))
                && context.method() == HandlerType.GET
                && context.header("HX-Request") == null
                && Objects.requireNonNullElse(context.header("Accept"), "").contains("text/html");
    }

    private void show(Context context, String document) {
        var json = Json.parse(document);
        int status = context.statusCode();
        var look = Look.of(context);
        var text = Text.of("web", look.language());
        var view =
                switch (status) {
                    case UNAUTHORIZED ->
                        new ProblemView(
                                text.get("problem.signIn"),
                                text.get("problem.signIn.why"),
                                text.get("problem.signIn.next"),
                                json.path("code").asString(""),
                                "");
                    case NOT_FOUND ->
                        new ProblemView(
                                text.get("problem.nothing"),
                                json.path("detail").asString(""),
                                json.path("next_step").asString(""),
                                json.path("code").asString(""),
                                "");
                    default ->
                        new ProblemView(
                                json.path("title").asString(""),
                                json.path("detail").asString(""),
                                json.path("next_step").asString(""),
                                json.path("code").asString(""),
                                json.path("correlation_id").asString(""));
                };
        var frame = AdminGuard.known(context).isPresent() && status != UNAUTHORIZED
                ? pages.titled(context, PageFrame.Place.NOWHERE, view.title(), "")
                : pages.bare(context, view.title());
        pages.show(context, "frame/problem.jte", frame, Map.of("problem", view));
    }
}
