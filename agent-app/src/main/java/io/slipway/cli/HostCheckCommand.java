package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.ProbeView;
import io.slipway.cli.client.RightView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway host check}. */
@Command(name = "check", description = "Sign in to a host and show what it has and what it lacks.")
final class HostCheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    private final Shell shell;

    HostCheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post("/hosts/" + ControlPlane.segment(host) + "/check", Json.object());
            shell.screen().result(answer, () -> {
                show(ProbeView.of(answer));
                var rights = RightView.list(answer.path("rights"));
                long missing = rights.stream().filter(right -> !right.present()).count();
                shell.screen()
                        .line("rights: " + (rights.size() - missing) + " of " + rights.size()
                                + " there; row by row: slipway host rights " + host);
            });
            return ExitCode.OK.number();
        });
    }

    private void show(ProbeView probe) {
        var screen = shell.screen();
        screen.line(host + ": " + probe.product() + " " + probe.version() + ", node " + probe.node() + ", "
                + Units.count(probe.cpus().orElse(0), "CPU") + ", "
                + Units.bytes(probe.memoryBytes().orElse(0)) + " memory");
        screen.line("bridges: " + (probe.bridges().isEmpty() ? "none told" : String.join(", ", probe.bridges())));
        var table = Table.of("STORAGE", "TYPE", "STATE", "#FREE", "#SIZE", "CONTENT");
        for (var storage : probe.storages()) {
            table.row(
                    storage.name(),
                    storage.type(),
                    storage.active() ? "active" : "inactive",
                    bytes(storage.free()),
                    bytes(storage.total()),
                    String.join(" ", storage.content()));
        }
        screen.table(table, "The host shows no storage.");
        probe.warnings().forEach(screen::warning);
    }

    private static String bytes(OptionalLong amount) {
        return amount.isPresent() ? Units.bytes(amount.getAsLong()) : "";
    }
}
