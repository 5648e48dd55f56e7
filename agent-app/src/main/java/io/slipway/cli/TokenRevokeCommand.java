package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway token revoke}. */
@Command(name = "revoke", description = "End a token at once.")
final class TokenRevokeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOKEN", description = "Its id, as slipway token list shows it.")
    String token = "";

    private final Shell shell;

    TokenRevokeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.delete("/api-tokens/" + ControlPlane.segment(token));
            shell.screen().result(answer, () -> shell.screen().line("Token " + token + " is revoked."));
            return ExitCode.OK.number();
        });
    }
}
