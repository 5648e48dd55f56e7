package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway host remove}. */
@Command(name = "remove", description = "Forget a host and its password. Nothing is changed on the host itself.")
final class HostRemoveCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    HostRemoveCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var path = "/hosts/" + ControlPlane.segment(host);
            session.get(path);
            shell.confirm(yes, "Forget the host " + host + "?");
            var answer = session.delete(path);
            shell.screen().result(answer, () -> shell.screen().line("Host " + host + " is forgotten."));
            return ExitCode.OK.number();
        });
    }
}
