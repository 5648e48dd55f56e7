package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway vault unlock}. */
@Command(name = "unlock", description = "Open the locked vault of the running server; waiting runs go on.")
final class VaultUnlockCommand implements Callable<Integer> {
    @Mixin
    PassphraseOptions passphrase = new PassphraseOptions();

    private final Shell shell;

    VaultUnlockCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var running = shell.planes().running().orElseThrow(() -> Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "No server runs on this data folder, so no vault could stay open.",
                        "Start `slipway serve`; it reads the passphrase with --vault-passphrase-file.")
                .exception());
        try (var session = new Session(() -> running)) {
            var before = session.get("/vault");
            var body = before.path("state").asString("").equals("unlocked")
                    ? Json.object()
                    : passphrase.into(Json.object(), "passphrase", before, shell.surroundings());
            var after = session.post("/vault/unlock", body);
            shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
            return ExitCode.OK.number();
        }
    }
}
