package io.slipway.cli;

import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway backup verify}. */
@Command(
        name = "verify",
        description = "Read a backup to its end and open every value in it; with the words, prove that they open it.")
final class BackupVerifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("");

    @Mixin
    BackupWordsOptions words = new BackupWordsOptions();

    private final Shell shell;

    BackupVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        return BackupReports.connected(shell, session -> {
            var report = words.with(shell.surroundings(), given -> {
                var asked = Json.object();
                given.ifPresent(text -> asked.put("words", text.reveal()));
                return session.upload("/backup/verify", asked, file);
            });
            shell.screen().result(report, () -> BackupReports.show(shell.screen(), report));
            return ExitCode.OK.number();
        });
    }
}
