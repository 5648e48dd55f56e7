package io.slipway.desktop.os.linux;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a small program of the desktop something; bounded in time and size, and no answer is an answer. */
final class ShortCommand {
    private static final Logger LOG = LoggerFactory.getLogger(ShortCommand.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int LONGEST = 4096;

    private final Map<String, String> environment;

    ShortCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    /** What it printed; empty when it is not there, failed, or took too long. */
    Optional<String> ask(String program, List<String> arguments) {
        var file = program(program);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var command = new ArrayList<>(List.of(file.get().toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            try {
                process.getOutputStream().close();
                // Its answer fits into the pipe's buffer, so it can be read when it has ended.
                if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                var out = process.getInputStream().readNBytes(LONGEST);
                return Optional.of(new String(out, StandardCharsets.UTF_8).strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.debug("{} could not be asked", program, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<Path> program(String name) {
        for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var file = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }
}
