package io.slipway.cli;

import io.slipway.server.base.Json;
import io.slipway.server.boot.LanConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway lan set}. */
@Command(name = "set", description = "Choose where VMs reach this machine; counts at once and at every later start.")
final class LanSetCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "ADDRESS",
            arity = "1..*",
            description = "Addresses of this machine, or auto for the one by which it reaches other networks.")
    List<String> addresses = new ArrayList<>();

    @Option(names = "--port", paramLabel = "PORT", description = "Port that VMs report to; default 8443.")
    int port = LanConfig.USUAL_PORT;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "How VMs reach us when not by those addresses, such as https://gate.example:8443.")
    @Nullable
    String publicUrl;

    private final Shell shell;

    LanSetCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var choice = Json.object().put("auto", addresses.contains("auto")).put("port", port);
        var fixed = choice.putArray("addresses");
        addresses.stream().filter(text -> !text.equals("auto")).forEach(fixed::add);
        if (publicUrl != null) {
            choice.put("public_url", publicUrl);
        }
        return shell.connected(Use.LOOK, session -> {
            var lan = session.put("/lan", choice);
            shell.screen().result(lan, () -> LanView.show(shell.screen(), lan));
            return ExitCode.OK.number();
        });
    }
}
