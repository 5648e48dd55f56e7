package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway vault init}. */
@Command(
        name = "init",
        description = "Make the key of a new vault; the first `serve` does it too, with the usual protection.")
final class VaultInitCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PROTECTOR",
            converter = ProtectorConverter.class,
            description = "What keeps the key. " + ProtectorConverter.KINDS)
    @Nullable
    ProtectorKind protector;

    @Mixin
    NewPassphraseOptions chosen = new NewPassphraseOptions();

    private final Shell shell;

    VaultInitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var body = choice(Objects.requireNonNull(protector), chosen, shell.surroundings());
        return shell.connectedToNewVault(session -> {
            var standing = session.post("/vault/init", body);
            shell.screen().result(standing, () -> VaultStatusCommand.show(shell.screen(), standing));
            return ExitCode.OK.number();
        });
    }

    /** A request that names a protection, with its passphrase if it takes one. */
    static ObjectNode choice(ProtectorKind kind, NewPassphraseOptions chosen, Surroundings surroundings)
            throws IOException {
        var body = Json.object().put("protector", kind.word());
        if (kind == ProtectorKind.PASSPHRASE || chosen.file != null || chosen.stdin) {
            try (var passphrase = chosen.read(surroundings)) {
                body.put("passphrase", passphrase.reveal());
            }
        }
        return body;
    }
}
