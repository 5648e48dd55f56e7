package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway lan off}. */
@Command(
        name = "off",
        description = "Switch the listener for VMs off. VMs that are being set up cannot report any more.")
final class LanOffCommand implements Callable<Integer> {
    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    LanOffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            shell.confirm(yes, "Switch the listener for VMs off?");
            var choice = Json.object().put("auto", false);
            choice.putArray("addresses");
            var lan = session.put("/lan", choice);
            shell.screen().result(lan, () -> LanView.show(shell.screen(), lan));
            return ExitCode.OK.number();
        });
    }
}
