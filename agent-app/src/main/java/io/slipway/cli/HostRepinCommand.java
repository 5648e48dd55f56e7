package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway host repin}. */
@Command(
        name = "repin",
        description = "Pin the key or certificate that a host shows now; stopped work goes on.",
        sortOptions = false)
final class HostRepinCommand implements Callable<Integer> {
    @Parameters(paramLabel = "HOST", description = "Name or id of the host.")
    String host = "";

    @Option(
            names = "--fingerprint",
            required = true,
            paramLabel = "SHA256:... | AA:BB:...",
            description = "Exactly what the host's own console shows: an SSH key, or a certificate.")
    String fingerprint = "";

    private final Shell shell;

    HostRepinCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.post(
                    "/hosts/" + ControlPlane.segment(host) + "/repin",
                    Json.object().put("fingerprint", fingerprint));
            shell.screen().result(answer, () -> {
                shell.screen()
                        .line("Pinned for " + host + ": "
                                + answer.path("pinned").asString(""));
                var because = answer.path("stopped_because").asString("");
                if (!because.isEmpty()) {
                    shell.screen().warning(because);
                }
            });
            return ExitCode.OK.number();
        });
    }
}
