package io.slipway.cli;

import io.slipway.server.vault.key.ProtectorKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway vault recover}. */
@Command(
        name = "recover",
        description = "Open a vault whose key is lost, or whose passphrase is forgotten, by its 24 recovery words.")
final class VaultRecoverCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PROTECTOR",
            converter = ProtectorConverter.class,
            description = "What keeps the key from now on. " + ProtectorConverter.KINDS)
    @Nullable
    ProtectorKind protector;

    @Option(
            names = "--words-file",
            paramLabel = "FILE",
            description = "File with the words in its first line; refused when others can read it.")
    @Nullable
    Path file;

    @Option(names = "--words-stdin", description = "Read the words from the standard input.")
    boolean stdin;

    @Mixin
    NewPassphraseOptions chosen = new NewPassphraseOptions();

    private final Shell shell;

    VaultRecoverCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var surroundings = shell.surroundings();
        var body = VaultInitCommand.choice(Objects.requireNonNull(protector), chosen, surroundings);
        try (var words = PasswordOptions.read(file, stdin, surroundings, "The 24 words, separated by spaces")) {
            body.put("words", words.reveal());
        }
        return shell.connected(Use.LOOK, session -> {
            var after = session.post("/vault/recover", body);
            shell.screen().result(after, () -> VaultStatusCommand.show(shell.screen(), after));
            return ExitCode.OK.number();
        });
    }
}
