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

/** {@code slipway secret reenter}. */
@Command(name = "reenter", description = "Enter a secret again whose vault key is lost.")
final class SecretReenterCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SECRET", description = "Label or id.")
    String secret = "";

    @Mixin
    SecretValueOptions value = new SecretValueOptions();

    private final Shell shell;

    SecretReenterCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (var given = value.read(shell.surroundings(), "New value of " + secret)) {
            return shell.connected(Use.LOOK, session -> {
                var found = SecretNames.require(session, secret);
                if (!found.state().equals(SecretView.LOST)) {
                    throw Problem.of(
                                    ProblemCode.WRONG_STATE,
                                    "The secret \"" + found.label() + "\" is not lost.",
                                    "Give it a new value with `slipway secret rotate`.")
                            .exception();
                }
                var answer = session.post(
                        SecretNames.path(found) + "/rotate", Json.object().put("value", given.reveal()));
                var made = SecretView.of(answer);
                shell.screen().result(answer, () -> shell.screen()
                        .line("Secret " + made.label() + " can be used again, in version " + made.version() + "."));
                return ExitCode.OK.number();
            });
        }
    }
}
