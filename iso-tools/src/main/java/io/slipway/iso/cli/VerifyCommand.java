package io.slipway.iso.cli;

import io.slipway.iso.read.IsoReader;
import io.slipway.iso.read.Verification;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** {@code verify IMAGE [FOLDER]}. */
final class VerifyCommand {
    private final PrintStream out;

    VerifyCommand(PrintStream out) {
        this.out = out;
    }

    int run(List<String> arguments) throws IOException {
        var options = new Arguments(arguments, Set.of(), Set.of());
        var image = Path.of(options.word("The image"));
        var folder = options.nextWord().map(Path::of);
        options.end();
        try (var reader = IsoReader.open(image)) {
            var result = folder.isPresent() ? Verification.of(reader, folder.get()) : Verification.of(reader);
            result.sha256().forEach((path, digest) -> out.println(digest + "  " + ListCommand.printable(path)));
            result.findings().forEach(finding -> out.println("BAD " + ListCommand.printable(finding.toString())));
            out.println(
                    result.passed()
                            ? "good: " + result.sha256().size() + " files"
                            : "bad: " + result.findings().size() + " findings");
            return result.passed() ? IsoTool.OK : IsoTool.REFUSED;
        }
    }
}
