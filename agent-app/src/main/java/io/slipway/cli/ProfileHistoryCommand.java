package io.slipway.cli;

import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway profile history}. */
@Command(name = "history", description = "Show the versions of a stored profile, the newest first.")
final class ProfileHistoryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    private final Shell shell;

    ProfileHistoryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get(Profiles.path(Profiles.require(session, profile)) + "/versions");
            var zone = shell.surroundings().zone();
            var table = Table.of("#VERSION", "SAVED", "AUTHOR", "NOTE");
            for (var row : answer) {
                table.row(
                        row.path("version").asLong(0),
                        Units.time(Instant.parse(row.path("saved_at").asString("")), zone),
                        row.path("author").asString(""),
                        row.path("note").asString(""));
            }
            shell.screen().result(answer, () -> shell.screen().table(table, ""));
            return ExitCode.OK.number();
        });
    }
}
