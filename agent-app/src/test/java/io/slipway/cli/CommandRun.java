package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.view.Terminal;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.Sleeper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;

/** Runs the program in the test's own process with streams, answers and folders of its own. */
final class CommandRun {
    private static final int LOG_LINES = 120;

    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final AtomicReference<Runnable> interrupt = new AtomicReference<>(() -> {});
    private boolean someone;
    private String typed = "";
    private Terminal terminal = Terminal.plain();

    CommandRun(Path home) {
        this.home = home;
        environment.put("SLIPWAY_DATA", home.resolve("data").toString());
    }

    /** What a command left behind. */
    record Outcome(int exitCode, String out, String err) {
        JsonNode json() {
            return Json.parse(out);
        }

        /** The code of the problem, wherever it was told. */
        String code() {
            if (out.startsWith("{")) {
                return json().path("problem").path("code").asString("");
            }
            var line = err.lines().filter(text -> text.startsWith("  code  ")).findFirst();
            return line.map(text -> text.substring(8).split(" ")[0]).orElse("");
        }

        /** A refusal says what, why and what next, and quotes a code. */
        Outcome refusedWith(String code, int exit) {
            assertThat(err).contains("error: ").contains("  why   ").contains("  next  ");
            assertThat(code()).as(toString()).isEqualTo(code);
            assertThat(exitCode).as(toString()).isEqualTo(exit);
            return this;
        }

        Outcome done() {
            assertThat(exitCode).as(toString()).isZero();
            return this;
        }
    }

    CommandRun with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Somebody sits at the terminal and gives these answers, to questions and for passwords. */
    CommandRun answering(String... texts) {
        someone = true;
        for (var text : texts) {
            answers.add(text);
        }
        return this;
    }

    /** Bytes on the standard input. */
    CommandRun typing(String text) {
        typed = text;
        return this;
    }

    CommandRun on(Terminal shown) {
        terminal = shown;
        return this;
    }

    /** Presses Ctrl-C in a command that runs in another thread. */
    void interrupt() {
        interrupt.get().run();
    }

    Path data() {
        return home.resolve("data");
    }

    Outcome run(String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int exitCode = new Slipway(surroundings(out, err)).run(arguments);
        return new Outcome(
                exitCode, out.toString(StandardCharsets.UTF_8), withLog(err.toString(StandardCharsets.UTF_8)));
    }

    /** A fault of ours says that the log has the reason, and the log goes with the test's folder. */
    private String withLog(String err) {
        var logs = data().resolve("logs");
        if (!err.contains("INTERNAL_ERROR") || !Files.isDirectory(logs)) {
            return err;
        }
        var all = new StringBuilder(err);
        try (var files = Files.list(logs)) {
            for (var file : files.sorted().toList()) {
                var lines = Files.readAllLines(file);
                all.append("== ").append(file).append('\n');
                lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size())
                        .forEach(line -> all.append(line).append('\n'));
            }
        } catch (IOException e) {
            all.append("== the log cannot be read: ").append(e).append('\n');
        }
        return all.toString();
    }

    Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Surroundings(
                environment,
                home,
                "Linux",
                new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                Terminal.plain(),
                prompt(),
                task -> {
                    interrupt.set(task);
                    return () -> interrupt.set(() -> {});
                },
                InstantSource.system(),
                Sleeper.system(),
                ZoneOffset.UTC);
    }

    private Prompt prompt() {
        return new Prompt() {
            @Override
            public boolean available() {
                return someone;
            }

            @Override
            public boolean confirm(String question) {
                return "yes".equals(answers.poll());
            }

            @Override
            public Secret secret(String label) {
                var answer = answers.poll();
                return Secret.of(answer == null ? "" : answer);
            }
        };
    }
}
