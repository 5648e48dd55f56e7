package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Timeout(180)
class BackupCommandsTest {
    private static final String VALUE = "Kanarienvogel-66!x";

    @TempDir
    Path one;

    @TempDir
    Path two;

    @Test
    void aBackupGoesToAnotherMachineAndOpensThereByTheWordsAlone() throws IOException {
        var file = one.resolve("slipway.backup");
        new CommandRun(one)
                .typing(VALUE)
                .run("secret", "set", "join", "--value-stdin")
                .done();
        new CommandRun(one).run("backup", "create", file.toString()).refusedWith("BACKUP_WORDS_MISSING", 5);
        assertThat(file).doesNotExist();
        var made = new CommandRun(one).run("vault", "recovery-words", "--json").done();
        var words =
                made.json().path("words").valueStream().map(JsonNode::asString).collect(Collectors.joining(" "));

        new CommandRun(one).run("backup", "create", file.toString()).done();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        new CommandRun(one).run("backup", "create", file.toString()).refusedWith("FILE_EXISTS", 5);
        assertThat(new CommandRun(one)
                        .run("backup", "verify", file.toString())
                        .done()
                        .out())
                .contains("1 secrets");
        var elsewhere = new CommandRun(two);
        elsewhere.run("backup", "restore", file.toString()).refusedWith("PASSWORD_REQUIRED", 3);
        assertThat(elsewhere.data().resolve("vault.json")).doesNotExist();
        new CommandRun(two)
                .answering("these are not the words")
                .run("backup", "restore", file.toString())
                .refusedWith("VAULT_WORDS_WRONG", 6);
        assertThat(new CommandRun(two)
                        .typing(words + "\n")
                        .run("backup", "restore", file.toString(), "--words-stdin", "--dry-run")
                        .done()
                        .out())
                .contains("join", "add", "Nothing has been changed");
        var restored = new CommandRun(two)
                .answering(words)
                .run("backup", "restore", file.toString(), "--protector", "key-file")
                .done();

        assertThat(restored.out()).contains("Restored").doesNotContain(VALUE, words);
        assertThat(new CommandRun(two).run("secret", "list").done().out())
                .contains("join")
                .contains("set");
        var exposed = two.resolve("words.txt");
        Files.writeString(exposed, words);
        Files.setPosixFilePermissions(exposed, PosixFilePermissions.fromString("rw-r--r--"));
        new CommandRun(two)
                .run("backup", "verify", file.toString(), "--words-file", exposed.toString())
                .refusedWith("FILE_EXPOSED", 6);
        new CommandRun(two).run("backup", "verify", "/nothing/here").refusedWith("FILE_NOT_FOUND", 4);
    }

    @Test
    void aBackupForThisMachineOnlySaysSoLoudly() throws IOException {
        var file = one.resolve("slipway.backup");

        var made = new CommandRun(one)
                .run("backup", "create", file.toString(), "--this-machine-only")
                .done();

        assertThat(made.err()).contains("No recovery words open this backup");
        assertThat(new CommandRun(one)
                        .run("backup", "verify", file.toString())
                        .done()
                        .err())
                .contains("No recovery words open this backup");
        Files.writeString(file, "something else");
        new CommandRun(one).run("backup", "restore", file.toString()).refusedWith("BACKUP_DAMAGED", 3);
    }
}
