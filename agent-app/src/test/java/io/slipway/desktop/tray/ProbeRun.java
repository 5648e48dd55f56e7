package io.slipway.desktop.tray;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A {@link TrayProbe} in a process of its own on a screen. */
final class ProbeRun implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final LinkedBlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final List<String> heard = new ArrayList<>();

    private ProbeRun(Process process) {
        this.process = process;
        Thread.ofVirtual().start(() -> {
            try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
                lines.lines().forEach(said::add);
            } catch (IOException | UncheckedIOException e) {
                said.add("the probe went silent: " + e);
            }
        });
    }

    static ProbeRun start(Screen screen) throws IOException {
        return start(screen, TrayProbe.class, System.getProperty("java.class.path"));
    }

    /** Another main class with a folder more on its class path. */
    static ProbeRun startWith(Screen screen, Class<?> main, Path folder, String... arguments) throws IOException {
        return start(screen, main, folder + File.pathSeparator + System.getProperty("java.class.path"), arguments);
    }

    private static ProbeRun start(Screen screen, Class<?> main, String classPath, String... arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=false",
                "-Dprism.order=sw",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        screen.prepare(builder.environment());
        return new ProbeRun(builder.start());
    }

    /** Gives an order and waits until it is obeyed. */
    void order(String line) throws IOException, InterruptedException {
        var out = process.outputWriter(StandardCharsets.UTF_8);
        out.write(line + "\n");
        out.flush();
        var unused = await("obeyed " + line);
    }

    /** The next line that begins like this; what was said before it is skipped. */
    String await(String beginning) throws InterruptedException {
        return await(beginning, line -> line.startsWith(beginning));
    }

    String await(String what, Predicate<String> wanted) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (true) {
            var line = said.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new AssertionError("waited for \"" + what + "\", heard " + heard);
            }
            heard.add(line);
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /** Returns when such a line was said, before or after now. */
    void awaitSaid(String beginning) throws InterruptedException {
        if (heard.stream().noneMatch(line -> line.startsWith(beginning))) {
            var unused = await(beginning);
        }
    }

    /** Everything heard so far. */
    List<String> heard() {
        return List.copyOf(heard);
    }

    boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() throws InterruptedException {
        Screen.end(process);
    }
}
