package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.HostView;
import io.slipway.server.base.Json;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway host limits}. */
@Command(
        name = "limits",
        description =
                "Say how far Slipway may go on a host; without options, show it. What runs already is not stopped.")
final class HostLimitsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Option(names = "--slots", paramLabel = "N", description = "VMs cloned and started at the same time, 1 to 16.")
    @Nullable
    Integer slots;

    @Option(
            names = {"--ids", "--vm-ids"},
            paramLabel = "FIRST-LAST",
            description = "VM ids to take, such as 1000-8999.")
    @Nullable
    String vmIds;

    @Spec
    @Nullable
    CommandSpec spec;

    private final Shell shell;

    HostLimitsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = body();
        return shell.connected(Use.LOOK, session -> {
            var path = "/hosts/" + ControlPlane.segment(host);
            var answer = body.isEmpty() ? session.get(path) : session.put(path + "/limits", body);
            shell.screen().result(answer, () -> {
                var now = HostView.of(answer);
                shell.screen()
                        .line("On " + now.name() + " at the same time: " + now.slots() + "; VM ids: " + now.vmIds()
                                + ".");
            });
            return ExitCode.OK.number();
        });
    }

    private ObjectNode body() {
        var body = Json.object();
        if (slots != null) {
            body.put("slots", slots);
        }
        if (vmIds != null) {
            if (!vmIds.matches("\\d{3,9}-\\d{3,9}")) {
                throw wrong("--ids takes two numbers such as 1000-8999, not '" + vmIds + "'");
            }
            var parts = vmIds.split("-", -1);
            body.put("first_vm_id", Integer.parseInt(parts[0])).put("last_vm_id", Integer.parseInt(parts[1]));
        }
        return body;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
