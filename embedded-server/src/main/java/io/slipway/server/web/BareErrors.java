package io.slipway.server.web;

import io.slipway.server.base.Ids;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before a route sees it (a bad path, a header too large): our form, nothing about Jetty. */
final class BareErrors extends ErrorHandler {
    private final Ids ids;

    BareErrors(Ids ids) {
        this.ids = ids;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var correlation = ids.next();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemAnswer.MEDIA_TYPE);
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(Correlation.HEADER, correlation);
        response.write(true, ByteBuffer.wrap(body(response.getStatus(), correlation)), callback);
        return true;
    }

    private static byte[] body(int status, String correlation) {
        var json = ProblemAnswer.json(problem(status), correlation);
        json.put("status", status);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Problem problem(int status) {
        return switch (status) {
            case 404 -> Problem.of(ProblemCode.NOT_FOUND_ROUTE, "There is nothing at this address.");
            case 413 -> Problem.of(ProblemCode.PAYLOAD_TOO_LARGE, "The request is too large.");
            case 500 -> Problem.of(ProblemCode.INTERNAL_ERROR, "The request failed.");
            case 503 -> Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The server is stopping or overloaded.");
            default -> Problem.of(ProblemCode.BAD_REQUEST, "The request is not valid HTTP for this server.");
        };
    }
}
