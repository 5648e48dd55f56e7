package io.slipway.server.web;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Locale;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * A problem as {@code application/problem+json} (RFC 9457) with the members of requirements H24.
 *
 * <p>{@code context} and {@code errors} are there when they say something; {@code retryable} tells programs what
 * {@code next_step} tells people.
 */
public final class ProblemAnswer {
    private static final Pattern ABBREVIATION = Pattern.compile("(?i)\\b(?:ssh|vm|vmid|iso|tls)\\b");

    /** Media type of every error answer. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** Context key that becomes the header of the same meaning. */
    static final String RETRY_AFTER = "retry_after";

    private static final String TYPE = "urn:slipway:problem:";

    private ProblemAnswer() {}

    /** The members of a problem. */
    public static ObjectNode json(Problem problem, String correlationId) {
        var code = problem.code();
        var json = Json.object();
        json.put("type", TYPE + code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.put("title", title(code));
        json.put("status", code.httpStatus());
        json.put("code", code.name());
        json.put("detail", problem.detail());
        json.put("next_step", problem.nextStep());
        json.put("retryable", problem.retryable());
        if (!problem.context().isEmpty()) {
            json.set("context", Json.mapper().valueToTree(problem.context()));
        }
        if (!problem.errors().isEmpty()) {
            var errors = json.putArray("errors");
            problem.errors()
                    .forEach(error ->
                            errors.addObject().put("pointer", error.pointer()).put("message", error.message()));
        }
        json.put("correlation_id", correlationId);
        return json;
    }

    private static String title(ProblemCode code) {
        var words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        var title = Character.toUpperCase(words.charAt(0)) + words.substring(1);
        return ABBREVIATION.matcher(title).replaceAll(match -> match.group().toUpperCase(Locale.ROOT));
    }
}
