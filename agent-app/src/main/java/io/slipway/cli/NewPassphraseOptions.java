package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a passphrase that is being chosen comes from; at a terminal it is typed twice. */
final class NewPassphraseOptions {
    @Option(
            names = "--new-passphrase-file",
            paramLabel = "FILE",
            description = "File with the new passphrase in its first line; refused when others can read it.")
    @Nullable
    Path file;

    @Option(names = "--new-passphrase-stdin", description = "Read the new passphrase from the standard input.")
    boolean stdin;

    Secret read(Surroundings surroundings) throws IOException {
        var chosen = PasswordOptions.read(file, stdin, surroundings, "New passphrase of the vault");
        if (file == null && !stdin) {
            try (var again = surroundings.prompt().secret("The same again")) {
                if (!again.equals(chosen)) {
                    chosen.close();
                    throw Problem.of(
                                    ProblemCode.BAD_REQUEST,
                                    "The two passphrases differ; nothing has been changed.",
                                    "Run the command again.")
                            .exception();
                }
            }
        }
        return chosen;
    }
}
