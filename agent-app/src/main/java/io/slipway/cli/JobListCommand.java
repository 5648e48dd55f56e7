package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.JobView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway job list}. */
@Command(name = "list", description = "Show jobs, the newest first.")
final class JobListCommand implements Callable<Integer> {
    @Option(names = "--limit", paramLabel = "N", description = "Jobs per page; default 20.")
    int limit = 20;

    @Option(names = "--after", paramLabel = "CURSOR", description = "The next page, as the last one told.")
    @Nullable
    String cursor;

    private final Shell shell;

    JobListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get(
                    "/jobs?limit=" + limit + (cursor == null ? "" : "&cursor=" + ControlPlane.segment(cursor)));
            var zone = shell.surroundings().zone();
            shell.screen().result(answer, () -> {
                var table = Table.of("JOB", "KIND", "HOST", "STATE", "#DONE", "#OF", "#PERCENT", "CREATED");
                for (var job : JobView.list(answer)) {
                    table.row(
                            job.id(),
                            job.kind(),
                            job.hostName(),
                            job.state(),
                            job.succeeded(),
                            job.total(),
                            job.percent() + " %",
                            job.createdAt().map(at -> Units.time(at, zone)).orElse(""));
                }
                shell.screen().table(table, "No job yet. Order VMs with: slipway provision");
                var next = answer.path("next_cursor").asString("");
                if (!next.isEmpty()) {
                    shell.screen().line("More: slipway job list --limit " + limit + " --after " + next);
                }
            });
            return ExitCode.OK.number();
        });
    }
}
