package io.slipway.server.web.ui.frame;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.text.ProblemWords;
import io.slipway.server.text.Text;
import io.slipway.server.web.AdminGuard;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says a problem in the operator's language: on a page where a browser asked for a page, never as raw JSON; what scripts ask for keeps
 * the problem document.
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
        if (context.statusCode() < 400 || !ofPanel(context) || !PROBLEM.equals(type(context))) {
            return;
        }
        var document = context.result();
        if (document == null) {
            return;
        }
        try {
            if (wantsPage(context)) {
                show(context, document);
            } else {
                context.result(said(context, document).toString());
            }
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

    private static boolean ofPanel(Context context) {
        var path = context.path();
        return path.equals("/ui") || path.startsWith("/ui/");
    }

    /** A page that is opened, not a part that a script asks for. */
    private static boolean wantsPage(Context context) {
        return context.method() == HandlerType.GET
                && context.header("HX-Request") == null
                && Objects.requireNonNullElse(context.header("Accept"), "").contains("text/html");
    }

    /** The document with title and usual next step in the reader's language; what was found stays as it was found. */
    private static ObjectNode said(Context context, String document) {
        var json = Json.parseObject(document);
        var code = Arrays.stream(ProblemCode.values())
                .filter(one -> one.name().equals(json.path("code").asString("")))
                .findFirst();
        code.ifPresent(known -> {
            var words = ProblemWords.of(Look.of(context).language());
            var problem = Problem.of(known, "", json.path("next_step").asString(known.nextStep()));
            json.put("title", words.title(known)).put("next_step", words.nextStep(problem));
        });
        return json;
    }

    private void show(Context context, String document) {
        var json = said(context, document);
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
