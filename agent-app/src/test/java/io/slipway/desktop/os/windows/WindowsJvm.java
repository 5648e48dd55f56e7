package io.slipway.desktop.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/**
 * A Windows JVM, under Wine or on Windows itself, and a folder with the program and its tests that it can see.
 *
 * <p>{@code SLIPWAY_WINE} is a command that runs a Windows program from the current folder and sees that folder at least
 * ({@code wine}, or a script around it, with a display). The profile {@code wine} puts a JRE and JavaFX for Windows into
 * {@code target/wine}; {@code SLIPWAY_WINDOWS_JAVA} names another {@code java.exe} as that command sees it.
 */
final class WindowsJvm {
    private static final Path HOME = Path.of("target", "wine").toAbsolutePath();
    private static final long PATIENCE_SECONDS = 900;

    private final List<String> wine;
    private final String java;

    private WindowsJvm(List<String> wine, String java) {
        this.wine = List.copyOf(wine);
        this.java = java;
    }

    /** The laboratory, or the test is skipped and says why. */
    static WindowsJvm require(Class<?> test) throws IOException {
        var command = System.getenv("SLIPWAY_WINE");
        var java = Optional.ofNullable(System.getenv("SLIPWAY_WINDOWS_JAVA")).or(WindowsJvm::unpacked);
        boolean fx = Files.isDirectory(HOME.resolve("fx"));
        var missing = new ArrayList<String>();
        if (command == null) {
            missing.add("SLIPWAY_WINE names no Wine");
        }
        if (java.isEmpty()) {
            missing.add("no JRE for Windows in target/wine (profile wine), and SLIPWAY_WINDOWS_JAVA names none");
        }
        if (!fx) {
            missing.add("no JavaFX for Windows in target/wine/fx (profile wine)");
        }
        if (!missing.isEmpty()) {
            System.out.println("SKIPPED " + test.getSimpleName() + ": " + String.join("; ", missing));
        }
        Assumptions.assumeTrue(command != null && java.isPresent() && fx);
        copyClassPath();
        return new WindowsJvm(List.of(command.strip().split(" ", -1)), java.get());
    }

    private static Optional<String> unpacked() {
        if (!Files.isDirectory(HOME)) {
            return Optional.empty();
        }
        try (var files = Files.find(HOME, 5, (path, attributes) -> path.endsWith(Path.of("bin", "java.exe")))) {
            return files.findFirst().map(HOME::relativize).map(path -> path.toString()
                    .replace(File.separatorChar, '\\'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder inside the one that the laboratory sees. */
    Path folder(String name) throws IOException {
        var folder = HOME.resolve(name);
        if (Files.exists(folder)) {
            try (var old = Files.walk(folder)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return Files.createDirectories(folder);
    }

    /**
     * Runs a class of ours in the laboratory and returns what it printed.
     *
     * @param shell what starts the program there, none for itself
     */
    String run(List<String> shell, boolean console, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        // To a file: services that Wine starts keep a pipe open.
        var output = HOME.resolve(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".txt");
        var command = new ArrayList<>(wine);
        command.addAll(shell);
        command.add(console ? java : java.replace("java.exe", "javaw.exe"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", "classes;lib/*"));
        command.add(mainClass);
        command.addAll(List.of(arguments));

        var process = new ProcessBuilder(command)
                .directory(HOME.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        try {
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("%s ends; it said: %s", mainClass, Files.readString(output))
                    .isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
        return Files.readString(output);
    }

    /** Waits until a condition holds. */
    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.call() && System.nanoTime() < end) {
            // Between two looks; the condition is what is waited for, not the time.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
        }
    }

    private static void copyClassPath() throws IOException {
        var lib = Files.createDirectories(HOME.resolve("lib"));
        var classes = Files.createDirectories(HOME.resolve("classes"));
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            var name = String.valueOf(path.getFileName());
            if (name.startsWith("javafx-")) {
                continue; // For this system; the laboratory has its own.
            }
            if (name.toLowerCase(Locale.ROOT).endsWith(".jar")) {
                copyIfChanged(path, lib.resolve(name));
            } else if (Files.isDirectory(path)) {
                copyFolder(path, classes);
            }
        }
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                copyIfChanged(file, target);
            }
        }
    }

    private static void copyIfChanged(Path from, Path to) throws IOException {
        if (!Files.exists(to)
                || Files.size(from) != Files.size(to)
                || !Files.getLastModifiedTime(from).equals(Files.getLastModifiedTime(to))) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }
}
