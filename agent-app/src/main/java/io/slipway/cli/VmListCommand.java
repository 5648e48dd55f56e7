package io.slipway.cli;

import io.slipway.cli.client.VmView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway vm list}. */
@Command(name = "list", description = "Show the VMs that Slipway made.")
final class VmListCommand implements Callable<Integer> {
    private final Shell shell;

    VmListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/vms");
            var zone = shell.surroundings().zone();
            var table = Table.of("NAME", "HOST", "VM ID", "STATE", "ADDRESS", "MAC", "CREATED");
            for (var vm : VmView.list(answer)) {
                table.row(
                        vm.name(),
                        vm.hostName(),
                        vm.nativeId().orElse(""),
                        vm.state(),
                        String.join(" ", vm.addresses()),
                        vm.mac().orElse(""),
                        vm.createdAt().map(at -> Units.time(at, zone)).orElse(""));
            }
            shell.screen()
                    .result(answer, () -> shell.screen().table(table, "No VM yet. Order some with: slipway provision"));
            return ExitCode.OK.number();
        });
    }
}
