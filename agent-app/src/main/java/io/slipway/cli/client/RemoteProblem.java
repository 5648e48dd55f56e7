package io.slipway.cli.client;

import io.slipway.cli.view.Complaint;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The control plane refused a request, and said why. */
public final class RemoteProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Complaint complaint;

    private RemoteProblem(Complaint complaint) {
        super(complaint.code() + ": " + complaint.detail());
        this.complaint = complaint;
    }

    /** Reads an {@code application/problem+json} answer; a newer server's unknown code keeps its meaning by its status. */
    static RemoteProblem of(int status, JsonNode json) {
        return new RemoteProblem(complaint(status, json));
    }

    /** As {@link #of}, for problems that stand inside other answers, such as a job's. */
    static Complaint complaint(int status, JsonNode json) {
        var name = json.path("code").asString("");
        var known = code(name);
        var errors = new ArrayList<FieldError>();
        json.path("errors")
                .forEach(error -> errors.add(new FieldError(
                        error.path("pointer").asString(""),
                        error.path("message").asString(""))));
        Map<String, String> context = new TreeMap<>();
        json.path("context")
                .properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().asString("")));
        return new Complaint(
                name.isEmpty() ? "HTTP_" + status : name,
                known == null ? exitCode(status) : known.kind().exitCode(),
                json.path("detail").asString("The control plane answered with status " + status + "."),
                json.path("next_step").asString("Run `slipway doctor`."),
                errors,
                context,
                Optional.of(json.path("correlation_id").asString("")).filter(id -> !id.isEmpty()));
    }

    private static @Nullable ProblemCode code(String name) {
        for (var code : ProblemCode.values()) {
            if (code.name().equals(name)) {
                return code;
            }
        }
        return null;
    }

    private static int exitCode(int status) {
        var kind =
                switch (status) {
                    case 400, 413, 415, 422 -> ProblemCode.Kind.BAD_INPUT;
                    case 401, 403 -> ProblemCode.Kind.DENIED;
                    case 404 -> ProblemCode.Kind.NOT_FOUND;
                    case 409 -> ProblemCode.Kind.CONFLICT;
                    case 429, 503 -> ProblemCode.Kind.UNAVAILABLE;
                    case 502, 504, 507 -> ProblemCode.Kind.HOST;
                    default -> ProblemCode.Kind.INTERNAL;
                };
        return kind.exitCode();
    }

    public Complaint complaint() {
        return complaint;
    }
}
