package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.VmView;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway vm show}. */
@Command(name = "show", description = "Show a VM.")
final class VmShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VM", description = "Name or id.")
    String vm = "";

    private final Shell shell;

    VmShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/vms/" + ControlPlane.segment(vm));
            shell.screen().result(answer, () -> show(VmView.of(answer)));
            return ExitCode.OK.number();
        });
    }

    private void show(VmView view) {
        var screen = shell.screen();
        var zone = shell.surroundings().zone();
        screen.line("name     " + view.name());
        screen.line("id       " + view.id());
        screen.line("host     " + view.hostName());
        view.nativeId().ifPresent(id -> screen.line("VM id    " + id));
        screen.line("state    " + view.state());
        view.addresses().forEach(address -> screen.line("address  " + address));
        view.mac().ifPresent(mac -> screen.line("MAC      " + mac));
        view.jobId().ifPresent(job -> screen.line("job      " + job));
        view.createdAt().ifPresent(at -> screen.line("created  " + Units.time(at, zone)));
        view.seenAt().ifPresent(at -> screen.line("seen     " + Units.time(at, zone)));
        view.metadata()
                .properties()
                .forEach(entry -> screen.line(entry.getKey() + "  "
                        + (entry.getValue().isString() ? entry.getValue().asString("") : entry.getValue())));
    }
}
