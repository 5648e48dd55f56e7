package io.slipway.cli;

import io.slipway.cli.client.SecretView;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway secret set}. */
@Command(name = "set", description = "Seal a new secret. Its value is never shown again.")
final class SecretSetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LABEL", description = "What you call it, 1 to 200 characters.")
    String label = "";

    @Mixin
    SecretValueOptions value = new SecretValueOptions();

    private final Shell shell;

    SecretSetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (var given = value.read(shell.surroundings(), "Value of " + label)) {
            return shell.connected(Use.LOOK, session -> {
                refuseTwins(session);
                var body = Json.object().put("label", label).put("value", given.reveal());
                var answer = session.post("/secrets", body);
                var made = SecretView.of(answer);
                shell.screen().result(answer, () -> {
                    shell.screen().line("Secret " + made.label() + " is sealed, id " + made.id() + ".");
                    shell.screen()
                            .line("Next: slipway secret bind '" + made.label() + "' --profile PROFILE --field POINTER");
                });
                return ExitCode.OK.number();
            });
        }
    }

    /** The interface allows equal labels; at a terminal a second one is most likely meant as a rotation. */
    private void refuseTwins(Session session) {
        if (SecretNames.all(session).stream().anyMatch(secret -> secret.label().equals(label))) {
            throw Problem.of(
                            ProblemCode.DUPLICATE_NAME,
                            "A secret named \"" + label + "\" is there already.",
                            "Give it a new value with `slipway secret rotate`, or choose another label.")
                    .exception();
        }
    }
}
