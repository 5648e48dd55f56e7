package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.IdentityView;
import io.slipway.cli.view.Style;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway host confirm}. */
@Command(
        name = "confirm",
        description = "Take what is stored about a host as it is, although something else than Slipway wrote it.")
final class HostConfirmCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Option(
            names = "--record",
            paramLabel = "RECORD",
            description = "The record as host compare named it; then nobody is asked.")
    @Nullable
    String record;

    private final Shell shell;

    HostConfirmCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var path = "/hosts/" + ControlPlane.segment(host);
            var seen = record;
            if (seen == null) {
                var identity = IdentityView.of(session.post(path + "/compare", Json.object()));
                seen = identity.recordAltered().orElse("none");
                identity.recordAltered().ifPresent(stamp -> {
                    HostCompareCommand.showStored(shell.screen(), identity);
                    shell.confirm(false, "Is all of this right, so that secrets may be sent there?");
                });
            }
            var answer = session.post(path + "/confirm", Json.object().put("record", seen));
            shell.screen().result(answer, () -> {
                shell.screen().line(Style.OK, "What is stored about " + host + " is confirmed.");
                var because = answer.path("stopped_because").asString("");
                if (!because.isEmpty()) {
                    shell.screen().warning(because);
                }
            });
            return ExitCode.OK.number();
        });
    }
}
