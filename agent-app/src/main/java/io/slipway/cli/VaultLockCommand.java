package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway vault lock}. */
@Command(
        name = "lock",
        description = "Forget the key until somebody unlocks; runs wait and VMs cannot report meanwhile.")
final class VaultLockCommand implements Callable<Integer> {
    @Option(names = "--now", description = "Lock although runs have not ended; they wait for the next unlocking.")
    boolean now;

    private final Shell shell;

    VaultLockCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var after = session.post("/vault/lock", Json.object().put("now", now));
            shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
            return ExitCode.OK.number();
        });
    }
}
