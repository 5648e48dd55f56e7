package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway backup restore}. */
@Command(
        name = "restore",
        description =
                "Bring back what a backup holds, all of it or nothing; on another machine with the recovery words.")
final class BackupRestoreCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The backup.")
    Path file = Path.of("");

    @Mixin
    BackupWordsOptions words = new BackupWordsOptions();

    @Option(names = "--dry-run", description = "Only say what would change.")
    boolean dryRun;

    @Option(
            names = "--replace-same-names",
            description = "Give what is here with other content the content of the backup; VMs, jobs and tokens stay.")
    boolean replaceSameNames;

    @Option(names = "--key-only", description = "Only take the vault key back, for a vault that has lost it.")
    boolean keyOnly;

    @Option(
            names = "--protector",
            paramLabel = "KIND",
            description = "What keeps the vault key when this machine has none yet; `slipway vault status` names them.")
    @Nullable
    String protector;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "File with the passphrase for --protector passphrase; default: a prompt.")
    @Nullable
    Path passphraseFile;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    BackupRestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (keyOnly && (dryRun || replaceSameNames)) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST, "--key-only goes with neither --dry-run nor --replace-same-names.")
                    .exception();
        }
        var passphrase = passphrase();
        try {
            return BackupReports.connected(shell, session -> {
                if (replaceSameNames && !dryRun) {
                    shell.confirm(yes, "What is here under the same names gets the content of the backup. Go on?");
                }
                var report = words.with(shell.surroundings(), given -> send(session, given, passphrase));
                shell.screen().result(report, () -> show(report));
                return ExitCode.OK.number();
            });
        } finally {
            passphrase.ifPresent(Secret::close);
        }
    }

    private Optional<Secret> passphrase() throws IOException {
        boolean needed = "passphrase".equals(protector);
        if (passphraseFile != null && !needed) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "--passphrase-file goes with --protector passphrase only.")
                    .exception();
        }
        if (!needed) {
            return Optional.empty();
        }
        var source = new SecretValueOptions();
        source.file = passphraseFile;
        return Optional.of(source.read(shell.surroundings(), "New passphrase of the vault"));
    }

    private JsonNode send(Session session, Optional<Secret> given, Optional<Secret> passphrase) {
        ObjectNode asked = Json.object()
                .put("dry_run", dryRun)
                .put("replace_same_names", replaceSameNames)
                .put("key_only", keyOnly);
        given.ifPresent(text -> asked.put("words", text.reveal()));
        if (protector != null) {
            asked.put("protector", protector);
        }
        passphrase.ifPresent(text -> asked.put("passphrase", text.reveal()));
        return session.upload("/backup/restore", asked, file);
    }

    private void show(JsonNode report) {
        var screen = shell.screen();
        BackupReports.show(screen, report);
        if (dryRun) {
            screen.line("Nothing has been changed.");
        } else if (keyOnly) {
            screen.line("The vault has its key back; nothing else has been changed.");
        } else {
            screen.line("Restored. Hosts keep the keys that were pinned; look at them with `slipway host check`.");
        }
    }
}
