package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway ca rotate}. */
@Command(
        name = "rotate",
        description =
                "Replace the authority. New discs know both; the old one goes when the last VM that knows it alone is done.")
final class CaRotateCommand implements Callable<Integer> {
    @Option(
            names = "--now",
            description = "Let the new one take over at once. VMs whose disc knows the old one alone are cut off.")
    boolean now;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    CaRotateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            if (now) {
                shell.confirm(yes, "Cut off VMs whose disc knows the old authority alone?");
            }
            var answer = session.post("/lan/authority/rotate", Json.object().put("now", now));
            shell.screen()
                    .result(
                            answer,
                            () -> CaView.show(
                                    shell.screen(), answer, shell.surroundings().zone()));
            return ExitCode.OK.number();
        });
    }
}
