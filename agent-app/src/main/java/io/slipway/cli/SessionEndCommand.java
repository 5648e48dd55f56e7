package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway session end}. */
@Command(name = "end", description = "Sign a browser out.")
final class SessionEndCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SESSION", description = "Its id, as slipway session list shows it.")
    String id = "";

    private final Shell shell;

    SessionEndCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.delete("/sessions/" + ControlPlane.segment(id));
            shell.screen().result(answer, () -> shell.screen().line("Session " + id + " is ended."));
            return ExitCode.OK.number();
        });
    }
}
