package io.slipway.cli;

import io.slipway.cli.view.Complaint;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Text;
import io.slipway.cli.view.Units;
import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Verification;
import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway iso verify}. */
@Command(
        name = "verify",
        description = "Check an ISO image against the standards, read every file, and compare it with a folder.")
final class IsoVerifyCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "IMAGE", description = "Any ISO image.")
    @Nullable
    Path image;

    @Parameters(index = "1", arity = "0..1", paramLabel = "FOLDER", description = "What it should hold.")
    @Nullable
    Path folder;

    private final Shell shell;

    IsoVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var file = Objects.requireNonNull(image);
        try (var reader = IsoReader.open(file)) {
            var result = folder == null ? Verification.of(reader) : Verification.of(reader, folder);
            var screen = shell.screen();
            screen.result(json(result), () -> {
                var table = Table.of("SHA-256", "PATH");
                result.sha256().forEach((path, digest) -> table.row(digest, path));
                screen.table(table, "The image holds no files.");
                screen.line((result.passed() ? "good: " : "bad: ")
                        + Units.count(result.sha256().size(), "file") + ", "
                        + Units.count(result.findings().size(), "finding"));
            });
            if (!result.passed() && !screen.isJson()) {
                screen.complain(complaint(file, result));
            }
            return result.passed() ? ExitCode.OK.number() : ExitCode.BAD_INPUT.number();
        }
    }

    private static Complaint complaint(Path file, Verification result) {
        return Complaint.of(Problem.of(
                ProblemCode.INVALID_ISO,
                file + ": "
                        + String.join(
                                "; ",
                                result.findings().stream()
                                        .limit(20)
                                        .map(Object::toString)
                                        .toList()),
                "Make the image again, or copy it again from where it came."));
    }

    private static ObjectNode json(Verification result) {
        var json = Json.object();
        json.put("passed", result.passed());
        var files = json.putObject("sha256");
        result.sha256().forEach((path, digest) -> files.put(Text.printable(path), digest));
        var findings = json.putArray("findings");
        result.findings().forEach(finding -> findings.addObject()
                .put("rule", finding.rule())
                .put("message", Text.printable(finding.message())));
        return json;
    }
}
