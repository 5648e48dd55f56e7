package io.slipway.desktop.os.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link DpapiProbe} and {@link RunKeyProbe} in a Windows JVM, under Wine or on Windows itself.
 *
 * <p>{@code SLIPWAY_WINE} is a command that runs a Windows program from the current folder ({@code wine}, or a script around
 * it); {@code SLIPWAY_WINDOWS_JAVA} is the {@code java.exe} of a JRE 21 as that command sees it. Wine's data protection is not
 * a secure one, but it refuses what Windows refuses.
 */
@Tag("wine")
@Timeout(600)
class DpapiWineTest {
    private static final long PATIENCE_SECONDS = 500;

    @TempDir
    Path folder;

    @Test
    @Tag("F130")
    @Tag("F133")
    void windowsKeepsTheKeyAndRefusesWhatIsNotOurs() throws Exception {
        run(DpapiProbe.class, DpapiProbe.CHECKS);
    }

    @Test
    void theRunKeyAndTheColoursAreReadBackAndForeignEntriesStay() throws Exception {
        run(RunKeyProbe.class, RunKeyProbe.CHECKS);
    }

    private void run(Class<?> probe, int checks) throws Exception {
        var wine = System.getenv("SLIPWAY_WINE");
        var java = System.getenv("SLIPWAY_WINDOWS_JAVA");
        if (wine == null || java == null) {
            System.out.println(
                    "SKIPPED DpapiWineTest: SLIPWAY_WINE and SLIPWAY_WINDOWS_JAVA do not name a Windows JVM");
        }
        Assumptions.assumeTrue(wine != null && java != null);
        copyClassPath();
        // To a file: services that Wine starts keep a pipe open.
        var output = folder.resolve("output.txt");
        var command = new ArrayList<>(List.of(wine.strip().split(" ")));
        command.addAll(List.of(java, "-Xmx512m", "-cp", "classes;lib/*", probe.getName(), "data"));

        var process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var text = Files.readString(output);
        assertThat(text.lines().filter(line -> line.startsWith("OK "))).as(text).hasSize(checks);
        assertThat(text).contains("ALL DONE on Windows");
    }

    /** The laboratory sees the current folder only. */
    private void copyClassPath() throws IOException {
        var lib = Files.createDirectories(folder.resolve("lib"));
        var classes = Files.createDirectories(folder.resolve("classes"));
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (Files.isRegularFile(path)) {
                Files.copy(path, lib.resolve(String.valueOf(path.getFileName())));
            } else if (Files.isDirectory(path)) {
                copy(path, classes);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }
}
