package io.slipway.cli;

import io.slipway.cli.client.SecretView;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway secret rotate}. */
@Command(name = "rotate", description = "Give a secret a new value. New work uses it; what runs keeps the old one.")
final class SecretRotateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SECRET", description = "Label or id.")
    String secret = "";

    @Mixin
    SecretValueOptions value = new SecretValueOptions();

    private final Shell shell;

    SecretRotateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (var given = value.read(shell.surroundings(), "New value of " + secret)) {
            return shell.connected(Use.LOOK, session -> {
                var found = SecretNames.require(session, secret);
                var answer = session.post(
                        SecretNames.path(found) + "/rotate", Json.object().put("value", given.reveal()));
                var made = SecretView.of(answer);
                shell.screen().result(answer, () -> shell.screen()
                        .line("Secret " + made.label() + " has version " + made.version()
                                + " now; what runs keeps the version it began with."));
                return ExitCode.OK.number();
            });
        }
    }
}
