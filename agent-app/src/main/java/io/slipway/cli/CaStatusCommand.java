package io.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway ca status}. */
@Command(name = "status", description = "Show the authority that VMs know this machine by, and a running rotation.")
final class CaStatusCommand implements Callable<Integer> {
    private final Shell shell;

    CaStatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/lan/authority");
            shell.screen()
                    .result(
                            answer,
                            () -> CaView.show(
                                    shell.screen(), answer, shell.surroundings().zone()));
            return ExitCode.OK.number();
        });
    }
}
