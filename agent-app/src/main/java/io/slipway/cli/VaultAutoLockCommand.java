package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway vault auto-lock}. */
@Command(
        name = "auto-lock",
        description = "Lock by itself after so many minutes without use and without unfinished runs.")
final class VaultAutoLockCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MINUTES", description = "1 to 1440; 0 never locks.")
    int minutes;

    private final Shell shell;

    VaultAutoLockCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var after = session.put("/vault/auto-lock", Json.object().put("minutes", minutes));
            shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
            return ExitCode.OK.number();
        });
    }
}
