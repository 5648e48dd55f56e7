package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.HostView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway host limits}. */
@Command(
        name = "limits",
        description =
                "Say how far Slipway may go on a host; without options, show it. What runs already is not stopped.")
final class HostLimitsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Mixin
    HostLimitOptions limits = new HostLimitOptions();

    private final Shell shell;

    HostLimitsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = limits.json();
        return shell.connected(Use.LOOK, session -> {
            var path = "/hosts/" + ControlPlane.segment(host);
            var answer = body.isEmpty() ? session.get(path) : session.put(path + "/limits", body);
            shell.screen().result(answer, () -> {
                var now = HostView.of(answer);
                shell.screen()
                        .line("On " + now.name() + " at the same time: " + now.slots() + "; VM ids: " + now.vmIds()
                                + ".");
            });
            return ExitCode.OK.number();
        });
    }
}
