package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway backup create}. */
@Command(
        name = "create",
        description = "Write profiles, playbooks, hosts, settings and sealed secrets to one encrypted file.")
final class BackupCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The backup, readable by you alone.")
    Path file = Path.of("");

    @Option(
            names = "--this-machine-only",
            description = "Make one that no recovery words open: it is of use only while this vault's key lives.")
    boolean thisMachineOnly;

    @Option(names = "--force", description = "Replace the file if it exists.")
    boolean force;

    private final Shell shell;

    BackupCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(file) && !force) {
            throw new FileAlreadyExistsException(file.toString());
        }
        return shell.connected(Use.LOOK, session -> {
            var asked = Json.object().put("this_machine_only", thisMachineOnly);
            var bytes = session.download("/backup", asked);
            write(bytes);
            var told = Json.object()
                    .put("file", file.toString())
                    .put("bytes", bytes.length)
                    .put("opens_anywhere", !thisMachineOnly);
            shell.screen().result(told, () -> {
                shell.screen().line("The backup is in " + file + ", " + bytes.length + " bytes; it was read back.");
                if (!thisMachineOnly) {
                    shell.screen()
                            .line("It opens with the recovery words that are good now; newer words do not open it.");
                }
            });
            if (thisMachineOnly) {
                shell.screen()
                        .warning(
                                "No recovery words open this backup. When this vault's key is lost, the backup is too.");
            }
            return ExitCode.OK.number();
        });
    }

    private void write(byte[] bytes) {
        try {
            PrivateFiles.write(file.toAbsolutePath(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
