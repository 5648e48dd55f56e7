package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway open}. */
@Command(
        name = "open",
        description = "Print the address that signs a browser of this machine in. It works once, within a minute.")
final class OpenCommand implements Callable<Integer> {
    @Option(names = "--print-url", description = "Print the address; what this command does anyway.")
    boolean printUrl;

    private final Shell shell;

    OpenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var running = shell.planes().running().orElseThrow(() -> Problem.of(
                        ProblemCode.SERVICE_UNAVAILABLE,
                        "No control plane runs on " + shell.dataFolder() + ".",
                        "Start it with `slipway serve`.")
                .exception());
        try (var session = new Session(() -> running)) {
            var answer = session.post("/sessions/code", Json.object());
            shell.screen()
                    .result(answer, () -> shell.screen().line(answer.path("url").asString("")));
            return ExitCode.OK.number();
        }
    }
}
