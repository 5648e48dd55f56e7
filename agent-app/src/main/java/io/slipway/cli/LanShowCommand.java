package io.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway lan show}. */
@Command(name = "show", description = "Show where VMs reach this machine.")
final class LanShowCommand implements Callable<Integer> {
    private final Shell shell;

    LanShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var lan = session.get("/lan");
            shell.screen().result(lan, () -> LanView.show(shell.screen(), lan));
            return ExitCode.OK.number();
        });
    }
}
