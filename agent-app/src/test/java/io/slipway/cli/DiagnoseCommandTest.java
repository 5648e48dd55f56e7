package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.home.LogFile;
import io.slipway.server.base.Sleeper;
import io.slipway.server.store.SqliteDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DiagnoseCommandTest {
    @TempDir
    Path home;

    @AfterEach
    void detach() {
        LogFile.detach();
    }

    private CommandRun cli() {
        return new CommandRun(home);
    }

    private static List<String> names(Path file) throws IOException {
        try (var zip = new ZipFile(file.toFile())) {
            return new ArrayList<>(zip.stream().map(entry -> entry.getName()).toList());
        }
    }

    @Test
    @Tag("F180")
    void aBundleIsWrittenForItsOwnerOnlyAndNotOverAnotherFile() throws IOException {
        var file = home.resolve("bundle.zip");

        var listed = cli().run("diagnose", "--list").done();
        var made = cli().run("diagnose", "-o", file.toString(), "--without", "logs", "--json")
                .done();
        var again = cli().run("diagnose", "-o", file.toString());

        assertThat(listed.out()).contains("[x] doctor.txt", "[ ] host-names");
        assertThat(made.json().path("source").asString()).isEqualTo("server");
        assertThat(made.json().path("id").asString()).matches("D-[0-9A-Z]{6}");
        assertThat(names(file)).contains("contents.json", "doctor.txt").noneMatch(name -> name.startsWith("logs/"));
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
        again.refusedWith("FILE_EXISTS", 5);
        cli().run("diagnose", "--without", "doctors").refusedWith("BAD_REQUEST", 3);
    }

    @Test
    @Tag("F180")
    void aServerThatCannotStartLeavesABundleOfItsFolder() throws IOException {
        Files.createDirectories(cli().data());
        Files.writeString(cli().data().resolve("slipway.db"), "this is no database ".repeat(500));
        var file = home.resolve("bundle.zip");

        var made = cli().run("diagnose", "-o", file.toString(), "--json").done();

        assertThat(made.err()).contains("No server could be asked").contains("CONFIG_ERROR");
        assertThat(made.json().path("source").asString()).isEqualTo("data folder");
        assertThat(made.json().path("missing"))
                .extracting(gone -> gone.path("name").asString())
                .contains("hosts.txt", "doctor.txt");
        assertThat(names(file)).contains("reason.txt", "program.txt", "folder.txt");
        cli().run("diagnose", "--without", "doctors").refusedWith("BAD_REQUEST", 3);
    }

    @Test
    @Tag("F180")
    void aFolderThatAnotherProcessHoldsIsReadAllTheSame() {
        var out = new ByteArrayOutputStream();
        int exitCode;
        try (var held = SqliteDatabase.open(cli().data())) {
            held.write(handle -> handle.execute("insert into setting values ('default', 'lan-listener', 'off')"));
            exitCode = new Slipway(impatient(out)).run("diagnose", "--list", "--json");
        }

        var json = io.slipway.server.base.Json.parse(out.toString(StandardCharsets.UTF_8));
        assertThat(exitCode).isZero();
        assertThat(json.path("source").asString()).isEqualTo("data folder");
        assertThat(json.path("entries"))
                .extracting(entry -> entry.path("name").asString())
                .contains("settings.txt", "store.txt", "reason.txt");
        assertThat(json.path("missing")).isNotEmpty();
    }

    /** Each look at the clock is a minute later, so that nobody waits for the folder. */
    private Surroundings impatient(ByteArrayOutputStream out) {
        var usual = cli().surroundings(out, new ByteArrayOutputStream());
        var now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
        Sleeper none = duration -> {};
        return new Surroundings(
                usual.environment(),
                usual.home(),
                usual.system(),
                usual.in(),
                usual.out(),
                usual.err(),
                usual.terminal(),
                usual.errorTerminal(),
                usual.prompt(),
                usual.interrupts(),
                () -> now.updateAndGet(time -> time.plus(Duration.ofMinutes(1))),
                none,
                usual.zone());
    }
}
