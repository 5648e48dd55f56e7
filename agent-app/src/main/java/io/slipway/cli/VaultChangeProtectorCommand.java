package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway vault change-protector}. */
@Command(
        name = "change-protector",
        description = "Keep the key in another way; what is stored stays as it is, and recovery words stay good.")
final class VaultChangeProtectorCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PROTECTOR",
            converter = ProtectorConverter.class,
            description = "What keeps the key from now on. " + ProtectorConverter.KINDS)
    @Nullable
    ProtectorKind protector;

    @Mixin
    PassphraseOptions present = new PassphraseOptions();

    @Mixin
    NewPassphraseOptions chosen = new NewPassphraseOptions();

    private final Shell shell;

    VaultChangeProtectorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            try {
                return change(session);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private int change(Session session) throws IOException {
        var surroundings = shell.surroundings();
        var before = session.get("/vault");
        var proof = present.into(Json.object(), "current_passphrase", before, surroundings);
        PassphraseOptions.open(session, before, proof);
        var body = VaultInitCommand.choice(Objects.requireNonNull(protector), chosen, surroundings);
        body.setAll(proof);
        var after = session.post("/vault/protector", body);
        shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
        return ExitCode.OK.number();
    }
}
