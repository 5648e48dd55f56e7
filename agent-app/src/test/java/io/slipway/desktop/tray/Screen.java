package io.slipway.desktop.tray;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;

/** A screen of its own with a number that it finds by itself, programs on it, and pictures of what is really drawn there. */
final class Screen implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process server;
    private final String display;
    private final List<Process> programs = new ArrayList<>();

    private Screen(Process server, String display) {
        this.server = server;
        this.display = display;
    }

    /** Skips the test, and says so, where a program is not installed. */
    static void require(String test, String... programs) {
        for (var program : programs) {
            if (find(program).isEmpty()) {
                System.out.println("SKIPPED " + test + ": " + program + " is not installed");
                Assumptions.abort("SKIPPED: " + program + " is not installed");
            }
        }
    }

    private static Optional<Path> find(String program) {
        for (var folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var file = Path.of(folder).resolve(program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    static Screen start() throws IOException {
        var server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var number = server.inputReader(StandardCharsets.UTF_8).readLine();
        if (number == null) {
            server.destroy();
            throw new IOException("Xvfb did not start");
        }
        return new Screen(server, ":" + number.strip());
    }

    /** The host of icons: a bar of one icon's height at the lower edge. */
    Process trayHost(String tint) throws IOException {
        return program(
                "trayer",
                "--edge",
                "bottom",
                "--align",
                "right",
                "--widthtype",
                "request",
                "--height",
                "24",
                "--transparent",
                "true",
                "--alpha",
                "0",
                "--tint",
                tint);
    }

    /** Starts a program here; it ends with the screen. */
    Process program(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        prepare(builder.environment());
        var process = builder.start();
        programs.add(process);
        return process;
    }

    /** What a program of this screen finds in its environment. */
    void prepare(Map<String, String> environment) {
        environment.put("DISPLAY", display);
        environment.remove("WAYLAND_DISPLAY");
        environment.remove("DBUS_SESSION_BUS_ADDRESS");
        environment.put("NO_AT_BRIDGE", "1");
        // dorkbox looks for a desktop in the list of processes and does not read it while it is written: with the class
        // paths of test processes in it the pipe is full, and the look takes its limit of a minute.
        environment.put("COLUMNS", "80");
    }

    /** Runs a program to its end and returns what it wrote. */
    byte[] output(String... command) throws IOException, InterruptedException {
        var process = program(command);
        var written = process.getInputStream().readAllBytes();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException(command[0] + " did not end");
        }
        programs.remove(process);
        return written;
    }

    /** What is drawn at this moment, read from the X server. */
    BufferedImage picture() {
        try {
            return ImageIO.read(new ByteArrayInputStream(output("import", "-silent", "-window", "root", "png:-")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Looks until a condition holds; each look is a program's run, so nothing sleeps. */
    void until(String what, BooleanSupplier condition) throws IOException {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                var file = Files.createTempFile("screen", ".png");
                ImageIO.write(picture(), "png", file.toFile());
                throw new AssertionError("waited " + LIMIT.toSeconds() + " s for: " + what + "; picture in " + file);
            }
        }
    }

    /** How many pixels of a colour there are, each channel within a few steps. */
    static long count(BufferedImage image, int rgb) {
        long found = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += near(image.getRGB(x, y), rgb) ? 1 : 0;
            }
        }
        return found;
    }

    private static boolean near(int one, int other) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >>> shift & 0xFF) - (other >>> shift & 0xFF)) > 12) {
                return false;
            }
        }
        return true;
    }

    /** Keeps a picture for people in {@code target/screenshots}. */
    void keep(String name) throws IOException {
        var folder = Files.createDirectories(Path.of("target", "screenshots"));
        ImageIO.write(picture(), "png", folder.resolve(name + ".png").toFile());
    }

    @Override
    public void close() throws InterruptedException {
        for (var process : programs.reversed()) {
            end(process);
        }
        end(server);
    }

    static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }
}
