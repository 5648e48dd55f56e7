package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway artifact remove}. */
@Command(
        name = "remove",
        description = "Remove a release that nobody is assigned, and its file when no other release is made of it.")
final class ArtifactRemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "ID", description = "The release, as `slipway artifact list` shows it.")
    String release = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    ArtifactRemoveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            shell.confirm(yes, "Remove the release " + release + "?");
            var answer = session.delete("/artifacts/releases/" + ControlPlane.segment(release));
            shell.screen().result(answer, () -> shell.screen().line("Release " + release + " is removed."));
            return ExitCode.OK.number();
        });
    }
}
