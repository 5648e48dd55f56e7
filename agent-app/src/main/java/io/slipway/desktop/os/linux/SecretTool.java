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

/** Runs the program {@code secret-tool} of libsecret. What is secret goes through its standard input, never its arguments. */
final class SecretTool {
    private static final Logger LOG = LoggerFactory.getLogger(SecretTool.class);
    private static final int LONGEST_ANSWER = 4096;

    private final Map<String, String> environment;
    private final Duration patience;

    SecretTool(Map<String, String> environment, Duration patience) {
        this.environment = environment;
        this.patience = patience;
    }

    /**
     * What it said.
     *
     * @param exitCode 0 for success; {@link #SILENT} when it did not end in time
     * @param out at most 4 KiB; whoever receives it wipes it
     * @param complaint its error output, for the log
     */
    record Answer(int exitCode, byte[] out, String complaint) {
        /** A look-up that found nothing ends with 1 and says nothing. */
        boolean nothingFound() {
            return exitCode == 1 && out.length == 0 && complaint.isBlank();
        }

        @Override
        public String toString() {
            return "Answer[" + exitCode + "]";
        }
    }

    /** Exit code of one that was given up. */
    static final int SILENT = -1;

    /** The program on the path of the environment. */
    Optional<Path> program() {
        for (var folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var file = Path.of(folder).resolve("secret-tool");
            if (!folder.isEmpty() && Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    /** Runs it and waits. @throws IOException when it cannot be started */
    Answer run(List<String> words, byte[] input) throws IOException {
        var command = new ArrayList<String>();
        command.add(program()
                .orElseThrow(() -> new IOException("secret-tool is not installed"))
                .toString());
        command.addAll(words);
        var builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        try {
            try (var in = process.getOutputStream()) {
                in.write(input);
            } catch (IOException e) {
                LOG.debug("secret-tool did not read its input", e);
            }
            // Its answers fit into the pipes' buffers, so they can be read when it has ended.
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Answer(SILENT, new byte[0], "no answer within " + patience.toSeconds() + " s");
            }
            return new Answer(
                    process.exitValue(),
                    process.getInputStream().readNBytes(LONGEST_ANSWER),
                    new String(process.getErrorStream().readNBytes(LONGEST_ANSWER), StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(SILENT, new byte[0], "interrupted");
        } finally {
            process.destroyForcibly();
        }
    }
}
