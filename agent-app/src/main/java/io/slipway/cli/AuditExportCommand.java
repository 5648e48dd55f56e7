package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.store.PrivateFiles;
import io.slipway.server.tenant.AuditFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway audit export}. */
@Command(name = "export", description = "Write the whole trail to a file that can be checked without this machine.")
final class AuditExportCommand implements Callable<Integer> {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "File to write.")
    Path output = Path.of("slipway-audit.jsonl");

    @Option(names = "--force", description = "Replace the file.")
    boolean force;

    private final Shell shell;

    AuditExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(output) && !force) {
            throw Problem.of(ProblemCode.FILE_EXISTS, "The file " + output + " is there already.")
                    .exception();
        }
        byte[] bytes;
        try (var session = new Session(() -> shell.planes().runningOrOwn(shell::looking))) {
            bytes = session.download("/audit/export");
        }
        // What was cut off on the way is found here and not when the file is needed.
        var reader = new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8);
        var verdict = AuditFile.verify(reader, Optional.empty());
        PrivateFiles.write(output.toAbsolutePath(), bytes);
        var told = AuditWords.json(verdict).put("file", output.toString());
        shell.screen().result(told, () -> AuditWords.show(shell.screen(), verdict, output.toString()));
        return AuditWords.exitCode(verdict);
    }
}
