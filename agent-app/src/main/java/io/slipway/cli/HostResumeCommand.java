package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway host resume}. */
@Command(name = "resume", description = "Go on with a stopped host that shows its pinned key and certificate again.")
final class HostResumeCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    HostResumeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            shell.confirm(yes, "Do you know why the host " + host + " showed another key for a while?");
            var answer = session.post("/hosts/" + ControlPlane.segment(host) + "/resume", Json.object());
            shell.screen().result(answer, () -> shell.screen().line("Work on " + host + " goes on."));
            return ExitCode.OK.number();
        });
    }
}
