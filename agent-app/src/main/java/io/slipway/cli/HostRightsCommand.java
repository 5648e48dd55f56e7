package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.RightView;
import io.slipway.cli.view.Style;
import io.slipway.cli.view.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway host rights}. */
@Command(
        name = "rights",
        description = "Show what our sign-in may do on a host, what each right is for, and how to grant it.")
final class HostRightsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    private final Shell shell;

    HostRightsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/hosts/" + ControlPlane.segment(host) + "/rights");
            shell.screen().result(answer, () -> show(answer));
            return answer.path("complete").asBoolean(false) ? ExitCode.OK.number() : ExitCode.DENIED.number();
        });
    }

    private void show(JsonNode report) {
        var screen = shell.screen();
        screen.line(host + ": signed in as " + report.path("signed_in_as").asString("") + ". "
                + report.path("how").asString(""));
        var rights = RightView.list(report);
        var table = Table.of("RIGHT", "WHERE", "WHAT FOR", "THERE");
        rights.forEach(right -> table.row(right.name(), right.where(), right.purpose(), right.state()));
        screen.table(table, "The host told no right.");
        var missing = rights.stream().filter(right -> !right.present()).toList();
        if (missing.isEmpty()) {
            screen.line(Style.OK, "Nothing is missing.");
            return;
        }
        screen.line("To grant what is missing, as root on the host:");
        missing.forEach(right -> screen.line("  " + right.grant()));
    }
}
