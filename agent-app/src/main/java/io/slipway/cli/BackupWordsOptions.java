package io.slipway.cli;

import io.slipway.cli.client.RemoteProblem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Where the recovery words of a backup come from; never from the command line. */
final class BackupWordsOptions {
    @Option(
            names = "--words-file",
            paramLabel = "FILE",
            description = "File with the recovery words in one line; refused when others can read it.")
    @Nullable
    Path file;

    @Option(names = "--words-stdin", description = "Read the recovery words from the standard input.")
    boolean stdin;

    /**
     * Does it with the words that the options name, else without, else with those that somebody types when they turn out to
     * be needed.
     */
    JsonNode with(Surroundings surroundings, Function<Optional<Secret>, JsonNode> task) throws IOException {
        if (file != null || stdin) {
            return typed(surroundings, task);
        }
        try {
            return task.apply(Optional.empty());
        } catch (RemoteProblem e) {
            boolean needed = e.complaint().code().equals(ProblemCode.PASSWORD_REQUIRED.name());
            if (!needed || !surroundings.prompt().available()) {
                throw e;
            }
            return typed(surroundings, task);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private JsonNode typed(Surroundings surroundings, Function<Optional<Secret>, JsonNode> task) throws IOException {
        var source = new SecretValueOptions();
        source.file = file;
        source.stdin = stdin;
        try (var words = source.read(surroundings, "The 24 recovery words of the backup")) {
            return task.apply(Optional.of(words));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
