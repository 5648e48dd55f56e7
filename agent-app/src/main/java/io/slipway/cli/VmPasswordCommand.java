package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.view.Table;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway vm password}. */
@Command(
        name = "password",
        description = "Show the passwords that were generated for a VM's accounts, once; they are not kept after that.")
final class VmPasswordCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VM", description = "Name or id.")
    String vm = "";

    private final Shell shell;

    VmPasswordCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post("/vms/" + ControlPlane.segment(vm) + "/reveal-passwords", Json.object());
            var table = Table.of("ACCOUNT", "PASSWORD");
            answer.path("passwords")
                    .properties()
                    .forEach(entry -> table.row(entry.getKey(), entry.getValue().asString("")));
            var shown = answer.path("shown_at").asString("");
            shell.screen().result(answer, () -> {
                shell.screen()
                        .table(
                                table,
                                shown.isEmpty()
                                        ? "No password was generated for " + vm + "; its profile gives them."
                                        : "The passwords of " + vm + " were shown at " + shown + " and are not kept.");
                if (!table.isEmpty()) {
                    shell.screen().notice("They are not kept: note them now.");
                }
            });
            return ExitCode.OK.number();
        });
    }
}
