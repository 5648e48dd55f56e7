package io.slipway.cli;

import io.slipway.cli.view.Table;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway artifact audit}. */
@Command(name = "audit", description = "Show each attempt of a VM to get a file, the newest first.")
final class ArtifactAuditCommand implements Callable<Integer> {
    @Option(names = "--limit", paramLabel = "N", description = "Lines per page, 1 to 1000; default 50.")
    int limit = 50;

    @Option(names = "--after", paramLabel = "CURSOR", description = "The next page, as the last one told.")
    @Nullable
    String cursor;

    @Option(names = "--vm", paramLabel = "UUID", description = "Only of this VM.")
    @Nullable
    String vm;

    @Option(names = "--module", paramLabel = "MODULE", description = "Only for this module.")
    @Nullable
    String module;

    @Option(names = "--result", paramLabel = "WORD", description = "Only allowed, denied or error.")
    @Nullable
    String result;

    private final Shell shell;

    ArtifactAuditCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var query = new Query("/artifacts/audit", limit)
                .with("cursor", cursor)
                .with("vm_uuid", vm)
                .with("module", module)
                .with("result", result);
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get(query.toString());
            var zone = shell.surroundings().zone();
            var table = Table.of("#LINE", "WHEN", "VM", "MODULE", "CHANNEL", "RESULT", "REASON", "FROM");
            for (var row : answer.path("items")) {
                table.row(
                        row.path("seq").asLong(0),
                        Moments.show(row.path("at"), zone),
                        row.path("vm_uuid").asString(""),
                        row.path("module").asString(""),
                        row.path("channel").asString(""),
                        row.path("result").asString(""),
                        row.path("reason").asString(""),
                        row.path("request_ip").asString(""));
            }
            shell.screen().result(answer, () -> shell.screen().page(table, answer, "No VM has asked for a file yet."));
            return ExitCode.OK.number();
        });
    }
}
