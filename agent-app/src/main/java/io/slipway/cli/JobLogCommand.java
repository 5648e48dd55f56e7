package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.JobView;
import io.slipway.cli.client.LogView;
import io.slipway.cli.view.Units;
import io.slipway.server.base.Json;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;

/** {@code slipway job log}. */
@Command(name = "log", description = "Show what a job did, line by line.")
final class JobLogCommand implements Callable<Integer> {
    private static final int PAGE = 1000;
    private static final Duration BETWEEN = Duration.ofMillis(700);

    @Parameters(paramLabel = "JOB", description = "The job's id.")
    String id = "";

    @Option(names = "--follow", description = "Stay until the job ends.")
    boolean follow;

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    JobLogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(follow ? Use.WORK : Use.LOOK, lan, session -> {
            var all = Json.mapper().createArrayNode();
            long after = 0;
            boolean ended = false;
            while (true) {
                after = page(session, after, all);
                if (ended || !follow) {
                    break;
                }
                // Looked at before the next page, so that the last lines are not missed.
                ended = JobView.of(session.get(path(""))).ended();
                if (!ended) {
                    pause();
                }
            }
            if (shell.screen().isJson()) {
                shell.screen().result(Json.object().set("items", all), () -> {});
            }
            return ExitCode.OK.number();
        });
    }

    private String path(String more) {
        return "/jobs/" + ControlPlane.segment(id) + more;
    }

    /** Shows everything after that line, and gives the last one's number. */
    private long page(Session session, long after, ArrayNode all) {
        long last = after;
        while (true) {
            var answer = session.get(path("/log?after=" + last + "&limit=" + PAGE));
            var lines = LogView.list(answer);
            answer.path("items").forEach(all::add);
            for (var line : lines) {
                last = Math.max(last, line.seq());
                shell.screen().line(text(line));
            }
            if (lines.size() < PAGE) {
                return last;
            }
        }
    }

    private String text(LogView line) {
        var zone = shell.surroundings().zone();
        return line.at().map(at -> Units.time(at, zone) + "  ").orElse("")
                + line.subject().map(name -> name + ": ").orElse("")
                + line.text();
    }

    private void pause() {
        try {
            shell.surroundings().sleeper().sleep(BETWEEN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
