package io.slipway.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.os.Autostart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts tell the desktop where they lie, so that it can start with the session from a source tree too. */
class LauncherScriptTest {
    private static final Path REPOSITORY = Path.of(System.getProperty("slipway.repository", ".."));

    @TempDir
    Path folder;

    private Path script;

    @BeforeEach
    void install() throws IOException {
        Assumptions.assumeFalse(System.getProperty("os.name").startsWith("Windows"), "SKIPPED: a script for a shell");
        var bin = Files.createDirectories(folder.resolve("slip way").resolve("bin"));
        script = Files.copy(REPOSITORY.resolve("slipway"), bin.resolve("slipway"));
        var java =
                Files.createDirectories(folder.resolve("java").resolve("bin")).resolve("java");
        Files.writeString(folder.resolve("java").resolve("release"), "JAVA_VERSION=\"21.0.1\"\n");
        Files.writeString(java, "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\"; done\n");
        for (var file : List.of(script, java)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private List<String> javaArguments(Path called, String... arguments) throws Exception {
        var command = new java.util.ArrayList<>(List.of(called.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        var process = builder.start();
        var said = process.inputReader().lines().toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    @Test
    void theDesktopIsToldWhichScriptStartedItAlsoThroughALink() throws Exception {
        var link = Files.createSymbolicLink(folder.resolve("link"), script);

        for (var called : List.of(script, link)) {
            assertThat(javaArguments(called, "desktop", "--tray"))
                    .contains("-Dslipway.launcher=" + script.toRealPath(), "--tray");
        }
    }

    @Test
    void theStartWithTheSessionIsWhatTheScriptUnderstands() throws Exception {
        var program = Autostart.program(name -> name.equals("slipway.launcher") ? script.toString() : null);

        var said = javaArguments(Path.of(program.getFirst()), program.get(1), Autostart.HIDDEN);

        assertThat(said).contains("io.slipway.desktop.app.Launcher").endsWith("--tray");
    }

    @Test
    void theScriptForWindowsTellsItToo() throws IOException {
        assertThat(Files.readString(REPOSITORY.resolve("slipway.cmd"))).contains("\"-Dslipway.launcher=%~f0\"");
    }
}
