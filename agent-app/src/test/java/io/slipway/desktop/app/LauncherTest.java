package io.slipway.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.desktop.Display;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The program as processes of its own, on a screen of its own. */
@ExtendWith(Display.class)
class LauncherTest {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(90);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void argumentsAreUnderstoodStrictly() throws Exception {
        assertThat(StartOptions.parse(List.of("--tray", "--data", "/d", "slipway://vm/x")))
                .isEqualTo(
                        new StartOptions(true, Optional.of(Path.of("/d").toAbsolutePath()), List.of("slipway://vm/x")));
        assertThat(StartOptions.parse(List.of()).hidden()).isFalse();
        for (var wrong : List.of(
                List.of("--hide"), List.of("--data"), List.of("http://x"), List.of("slipway:" + "a".repeat(2000)))) {
            assertThatThrownBy(() -> StartOptions.parse(wrong)).isInstanceOf(StartOptions.Unknown.class);
        }
    }

    @Test
    @Tag("F180")
    void aSecondStartSignalsTheFirstAndEndsWellAndAfterAKillTheNextIsTheFirst() throws Exception {
        var first = start("--tray");
        await("the first takes calls", () -> Files.exists(folder.resolve("desktop.address")));

        var second = start("--show");
        assertThat(second.waitFor(90, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(first.isAlive()).isTrue();

        first.destroyForcibly().waitFor();
        assertThat(folder.resolve("desktop.address")).as("left by the kill").exists();
        var before = Files.getLastModifiedTime(folder.resolve("desktop.address"));
        var next = start("--tray");
        await(
                "the next is the desktop",
                () -> Files.getLastModifiedTime(folder.resolve("desktop.address"))
                                .compareTo(before)
                        > 0);
        assertThat(next.isAlive()).isTrue();
    }

    @Test
    void theSystemEndsItInOrderAndTheNextStartFindsEverythingFree() throws Exception {
        for (int run = 1; run <= 2; run++) {
            int times = run;
            var process = start("--tray");
            await("the desktop is ready", () -> logged("desktop ready after=") == times);
            assertThat(folder.resolve("slipway.db-wal")).exists();

            // SIGTERM, as a session manager and systemd send it.
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();

            assertThat(logged("the program ended in order")).isEqualTo(times);
            assertThat(logged(" ERROR ")).as(Files.readString(log())).isZero();
            assertThat(folder.resolve("desktop.address"))
                    .as("nobody takes calls")
                    .doesNotExist();
            assertThat(folder.resolve("slipway.db-wal"))
                    .as("the store was closed")
                    .doesNotExist();
        }
    }

    private Path log() {
        return folder.resolve("logs").resolve("slipway.log");
    }

    /** How often the log says so. */
    private int logged(String words) throws IOException {
        return Files.exists(log()) ? Files.readString(log()).split(Pattern.quote(words), -1).length - 1 : 0;
    }

    private Process start(String option) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java,
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dprism.order=sw",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.slipway.desktop.app.Launcher",
                option,
                "--data",
                folder.toString());
        builder.environment().put("DISPLAY", Display.name());
        var process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve("out-" + started.size() + ".txt").toFile())
                .start();
        started.add(process);
        return process;
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(String what, Condition condition) throws IOException {
        long end = System.nanoTime() + PATIENCE;
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
