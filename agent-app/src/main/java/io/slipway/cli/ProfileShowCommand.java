package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway profile show}. */
@Command(name = "show", description = "Show a stored profile; passwords are masked.")
final class ProfileShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Option(names = "--reveal", description = "Show the passwords too.")
    boolean reveal;

    private final Shell shell;

    ProfileShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var row = Profiles.row(session, profile, reveal);
            var view = ProfileView.of(row);
            shell.screen().result(row, () -> {
                shell.screen().line("name      " + view.name() + (view.isDefault() ? " (default)" : ""));
                shell.screen().line("id        " + view.id());
                shell.screen().line("version   " + view.version());
                Json.pretty(view.config()).lines().forEach(shell.screen()::line);
                view.warnings().forEach(shell.screen()::warning);
            });
            return ExitCode.OK.number();
        });
    }
}
