package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway vault reset}. */
@Command(
        name = "reset",
        description = {
            "Give a lost key up and make a new one. Every stored secret must be entered again; nothing is deleted.",
            "The old keyring and key files stay beside the new ones as copies whose names end in .lost-TIME. Hosts are"
                    + " confirmed or added again before anything is sent to them."
        })
final class VaultResetCommand implements Callable<Integer> {
    private static final String CONFIRMATION = "give up the lost key";

    @Parameters(
            paramLabel = "PROTECTOR",
            converter = ProtectorConverter.class,
            description = "What keeps the new key. " + ProtectorConverter.KINDS)
    @Nullable
    ProtectorKind protector;

    @Option(
            names = "--confirm",
            paramLabel = "TEXT",
            description = "The words \"" + CONFIRMATION + "\"; else asked for.")
    @Nullable
    String confirmation;

    @Mixin
    NewPassphraseOptions chosen = new NewPassphraseOptions();

    private final Shell shell;

    VaultResetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var typed = confirmation == null ? typed() : confirmation;
        if (!typed.strip().equals(CONFIRMATION)) {
            throw Problem.of(
                            ProblemCode.CONFIRMATION_REQUIRED,
                            "The words \"" + CONFIRMATION + "\" were not typed; nothing has been changed.",
                            "Type them when asked, or pass them with --confirm.")
                    .exception();
        }
        var body = VaultInitCommand.choice(Objects.requireNonNull(protector), chosen, shell.surroundings())
                .put("confirm", CONFIRMATION);
        return shell.connected(Use.LOOK, session -> {
            var after = session.post("/vault/reset", body);
            shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
            return ExitCode.OK.number();
        });
    }

    private String typed() {
        var prompt = shell.surroundings().prompt();
        return prompt.available()
                ? prompt.secret("Every stored secret will have to be entered again. Type: " + CONFIRMATION)
                        .reveal()
                : "";
    }
}
