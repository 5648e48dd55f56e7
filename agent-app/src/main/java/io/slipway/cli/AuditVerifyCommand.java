package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.tenant.AuditFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway audit verify}. */
@Command(name = "verify", description = "Check that the trail, or an exported file of it, is as it was written.")
final class AuditVerifyCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A file that slipway audit export wrote; default: the trail of this installation.")
    @Nullable
    Path file;

    @Option(names = "--key", paramLabel = "FINGERPRINT", description = "The key that must have signed the file.")
    @Nullable
    String key;

    private final Shell shell;

    AuditVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var given = file;
        if (given == null) {
            return shell.connected(Use.LOOK, session -> {
                var answer = session.get("/audit/verify");
                var verdict = AuditWords.verdict(answer);
                shell.screen().result(answer, () -> AuditWords.show(shell.screen(), verdict, "the trail"));
                return AuditWords.exitCode(verdict);
            });
        }
        try (var in = Files.newBufferedReader(given)) {
            var verdict = AuditFile.verify(in, Optional.ofNullable(key));
            shell.screen()
                    .result(AuditWords.json(verdict), () -> AuditWords.show(shell.screen(), verdict, given.toString()));
            return AuditWords.exitCode(verdict);
        } catch (NoSuchFileException e) {
            throw Problem.of(ProblemCode.FILE_NOT_FOUND, "There is no file " + given + ".")
                    .exception();
        }
    }
}
