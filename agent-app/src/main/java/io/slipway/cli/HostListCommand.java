package io.slipway.cli;

import io.slipway.cli.client.HostView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway host list}. */
@Command(name = "list", description = "Show the registered hosts.")
final class HostListCommand implements Callable<Integer> {
    private final Shell shell;

    HostListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/hosts");
            var zone = shell.surroundings().zone();
            var table = Table.of("NAME", "NODE", "ADDRESS", "USER", "#SLOTS", "VM IDS", "STATE", "CHECKED");
            for (var host : HostView.list(answer)) {
                table.row(
                        host.name(),
                        host.node(),
                        host.address() + ":" + host.port(),
                        host.userName(),
                        host.slots(),
                        host.vmIds(),
                        host.state(),
                        host.probedAt().map(at -> Units.time(at, zone)).orElse("never"));
            }
            shell.screen().result(answer, () -> shell.screen()
                    .table(table, "No host yet. Add one: slipway host add NAME ADDRESS"));
            return ExitCode.OK.number();
        });
    }
}
