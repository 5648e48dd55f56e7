package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway profile list}. */
@Command(name = "list", description = "Show the stored and the built-in profiles.")
final class ProfileListCommand implements Callable<Integer> {
    private final Shell shell;

    ProfileListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var stored = session.get("/unattend-profiles");
            var answer = Profiles.all(stored);
            var zone = shell.surroundings().zone();
            var table = Table.of("NAME", "DEFAULT", "#VERSION", "#WARNINGS", "CHANGED", "ID");
            for (var profile : ProfileView.list(answer)) {
                table.row(
                        profile.name(),
                        profile.isDefault() ? "yes" : "",
                        profile.version(),
                        profile.warnings().size(),
                        profile.updatedAt().map(at -> Units.time(at, zone)).orElse("built in"),
                        profile.id());
            }
            shell.screen().result(answer, () -> {
                shell.screen().table(table, "");
                if (stored.isEmpty()) {
                    shell.screen().line("No stored profile yet. Store one: slipway profile import FILE");
                }
            });
            return ExitCode.OK.number();
        });
    }
}
