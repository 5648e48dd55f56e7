package io.slipway.server.lab.rest;

import io.slipway.server.base.Json;
import io.slipway.server.lab.pve.PveError;
import java.util.List;

/** A refused request: what the status line and the body say. */
final class RestError extends Exception {
    private static final String VERIFICATION = "Parameter verification failed.";
    private static final String HEADLINE = "400 " + VERIFICATION + "\n";

    private final HttpReply reply;

    private RestError(HttpReply reply) {
        super(reply.reason());
        this.reply = reply;
    }

    HttpReply reply() {
        return reply;
    }

    /** A login that is missing or wrong has no body. */
    static RestError unauthorized(String reason) {
        return new RestError(new HttpReply(401, reason, ""));
    }

    static RestError forbidden(String path, String privileges) {
        return of(403, "Permission check failed (" + path + ", " + privileges + ")");
    }

    static RestError of(int status, String text) {
        var body = Json.object().put("message", text + "\n").putNull("data");
        return new RestError(new HttpReply(status, text, Json.write(body)));
    }

    static RestError parameter(String name, String message) {
        var body = Json.object().put("message", VERIFICATION + "\n").putNull("data");
        body.putObject("errors").put(name, message);
        return new RestError(new HttpReply(400, VERIFICATION, Json.write(body)));
    }

    /** All complaints at once. */
    static RestError parameters(List<PveError.Parameter> complaints) {
        var body = Json.object().put("message", VERIFICATION + "\n").putNull("data");
        var errors = body.putObject("errors");
        complaints.forEach(complaint -> {
            var rest = complaint.text().substring(HEADLINE.length());
            int colon = rest.indexOf(": ");
            errors.put(rest.substring(0, colon), rest.substring(colon + 2, rest.length() - 1));
        });
        return new RestError(new HttpReply(400, VERIFICATION, Json.write(body)));
    }

    static RestError undefined(String name) {
        return parameter(name, "property is not defined in schema and the schema does not allow additional properties");
    }

    /** What the command line prints, as the API says it. */
    static RestError of(PveError error) {
        if (error instanceof PveError.Parameter complaint) {
            return parameters(List.of(complaint));
        }
        var text = error.text();
        if (text.startsWith("403 ")) {
            return of(403, text.substring(4));
        }
        return text.startsWith("No '/") || text.startsWith("No '")
                ? of(501, "Method not implemented")
                : of(500, text.strip());
    }
}
