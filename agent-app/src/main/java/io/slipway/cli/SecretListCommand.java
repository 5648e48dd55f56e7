package io.slipway.cli;

import io.slipway.cli.client.SecretView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway secret list}. */
@Command(name = "list", description = "Show the secrets and what reads them; never a value.")
final class SecretListCommand implements Callable<Integer> {

    private final Shell shell;

    SecretListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/secrets");
            var zone = shell.surroundings().zone();
            var table = Table.of("LABEL", "#VERSION", "STATE", "CHANGED", "LAST USED", "READ BY", "ID");
            for (var secret : SecretView.list(answer)) {
                table.row(
                        secret.label(),
                        secret.version(),
                        secret.state().equals(SecretView.LOST) ? "enter again" : secret.state(),
                        secret.changedAt().map(at -> Units.time(at, zone)).orElse(""),
                        secret.usedAt().map(at -> Units.time(at, zone)).orElse("never"),
                        String.join(", ", secret.readers()),
                        secret.id());
            }
            shell.screen().result(answer, () -> shell.screen()
                    .table(table, "No secret yet. Seal one: slipway secret set LABEL"));
            return ExitCode.OK.number();
        });
    }
}
