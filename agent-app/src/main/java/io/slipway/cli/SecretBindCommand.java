package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.SecretView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway secret bind}. */
@Command(name = "bind", description = "Fill a field from a secret: the password of a host, or a password of a profile.")
final class SecretBindCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SECRET", description = "Label or id.")
    String secret = "";

    @ArgGroup(exclusive = true, multiplicity = "1")
    Target target = new Target();

    @Option(
            names = "--field",
            paramLabel = "FIELD",
            description = "Of a profile: JSON Pointer to the password, such as /accounts/users/0/password.")
    @Nullable
    String field;

    @Option(names = "--remove", description = "Take the binding back.")
    boolean remove;

    /** What reads the secret. */
    static final class Target {
        @Option(names = "--host", paramLabel = "HOST", description = "Name or id of a host.")
        @Nullable
        String host;

        @Option(names = "--profile", paramLabel = "PROFILE", description = "Name or id of a profile.")
        @Nullable
        String profile;

        @Option(
                names = "--scope",
                paramLabel = "TYPE:ID",
                description = "bot, vm, agent or tenant with its id; kept for programs that read them.")
        @Nullable
        String other;
    }

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    SecretBindCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = body();
        return shell.connected(Use.LOOK, session -> {
            var found = SecretNames.require(session, secret);
            var answer = remove ? removed(session, body, found) : bound(session, body, found);
            shell.screen().result(answer, () -> {
                answer.path("warnings").forEach(warning -> shell.screen().warning(warning.asString("")));
                shell.screen()
                        .line((remove ? "No longer bound: " : "Secret " + found.label() + " is bound to ")
                                + body.path("field_name").asString("") + " of "
                                + body.path("scope_type").asString("") + " "
                                + body.path("scope_id").asString("") + ".");
            });
            return ExitCode.OK.number();
        });
    }

    private ObjectNode body() {
        var body = Json.object();
        if (target.host != null) {
            body.put("scope_type", "host").put("scope_id", target.host);
        } else if (target.profile != null) {
            body.put("scope_type", "profile").put("scope_id", target.profile);
        } else {
            var parts = String.valueOf(target.other).split(":", 2);
            if (parts.length < 2) {
                throw wrong("--scope takes something like vm:ID");
            }
            body.put("scope_type", parts[0]).put("scope_id", parts[1]);
        }
        if (field == null && target.host == null) {
            throw wrong("--field says which field is filled");
        }
        return body.put("field_name", field == null ? "password" : field);
    }

    private static JsonNode bound(Session session, ObjectNode body, SecretView found) {
        return session.post("/secrets/bindings", body.put("secret_ref", found.id()));
    }

    /** Names become ids by looking at what is bound: the object may be gone. */
    private JsonNode removed(Session session, ObjectNode body, SecretView found) {
        var scopeId = target.host == null
                ? body.path("scope_id").asString("")
                : session.get("/hosts/" + ControlPlane.segment(target.host))
                        .path("id")
                        .asString("");
        if (target.profile != null) {
            scopeId = Profiles.find(session, target.profile)
                    .map(profile -> profile.id())
                    .orElse(target.profile);
        }
        var type = body.path("scope_type").asString("");
        var name = body.path("field_name").asString("");
        if (!found.readers().contains(type + " " + scopeId + " " + name)) {
            throw Problem.of(
                            ProblemCode.SECRET_NOT_FOUND,
                            "The secret \"" + found.label() + "\" is not bound there.",
                            "See what reads it with `slipway secret list`.")
                    .exception();
        }
        return session.delete("/secrets/bindings?scope_type=" + ControlPlane.segment(type) + "&scope_id="
                + ControlPlane.segment(scopeId) + "&field_name=" + ControlPlane.segment(name));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
