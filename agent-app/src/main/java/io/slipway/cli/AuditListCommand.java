package io.slipway.cli;

import io.slipway.cli.view.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway audit list}. */
@Command(name = "list", description = "Show who did what, the newest first.")
final class AuditListCommand implements Callable<Integer> {
    @Option(names = "--limit", paramLabel = "N", description = "Lines per page, 1 to 1000; default 50.")
    int limit = 50;

    @Option(names = "--after", paramLabel = "CURSOR", description = "The next page, as the last one told.")
    @Nullable
    String cursor;

    @Option(names = "--actor", paramLabel = "USER", description = "Only this user's.")
    @Nullable
    String actor;

    @Option(names = "--action", paramLabel = "START", description = "Only actions that begin so, such as session.")
    @Nullable
    String action;

    @Option(names = "--object", paramLabel = "ID", description = "Only what was done to this.")
    @Nullable
    String object;

    @Option(names = "--outcome", paramLabel = "WORD", description = "Only what ended so: ok, started, or a code.")
    @Nullable
    String outcome;

    @Option(names = "--since", paramLabel = "TIME", description = "Not before, such as 2026-11-21T10:00:00Z.")
    @Nullable
    String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before.")
    @Nullable
    String until;

    private final Shell shell;

    AuditListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var query = new Query("/audit", limit)
                .with("cursor", cursor)
                .with("actor", actor)
                .with("action", action)
                .with("object", object)
                .with("outcome", outcome)
                .with("since", since)
                .with("until", until);
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get(query.toString());
            var zone = shell.surroundings().zone();
            var table = Table.of("#LINE", "WHEN", "WHO", "WHAT", "OBJECT", "OUTCOME");
            for (var row : answer.path("items")) {
                table.row(
                        row.path("seq").asLong(0),
                        Moments.show(row.path("at"), zone),
                        row.path("actor").asString(""),
                        row.path("action").asString(""),
                        row.path("object").asString(""),
                        row.path("outcome").asString(""));
            }
            shell.screen().result(answer, () -> shell.screen().page(table, answer, "Nothing of that kind was done."));
            return ExitCode.OK.number();
        });
    }
}
