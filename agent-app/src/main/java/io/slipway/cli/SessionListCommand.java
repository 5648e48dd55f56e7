package io.slipway.cli;

import io.slipway.cli.view.Table;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code slipway session list}. */
@Command(name = "list", description = "Show the browsers that are signed in.")
final class SessionListCommand implements Callable<Integer> {
    private final Shell shell;

    SessionListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/sessions");
            var zone = shell.surroundings().zone();
            var table = Table.of("SESSION", "USER", "SCOPE", "SINCE", "LAST SEEN", "ENDS");
            for (var item : answer.path("items")) {
                table.row(
                        item.path("id").asString(""),
                        item.path("user_id").asString(""),
                        item.path("role").asString("").toLowerCase(Locale.ROOT),
                        Moments.show(item.path("created_at"), zone),
                        Moments.show(item.path("seen_at"), zone),
                        Moments.show(item.path("idle_at"), zone));
            }
            shell.screen().result(answer, () -> shell.screen().table(table, "No browser is signed in."));
            return ExitCode.OK.number();
        });
    }
}
