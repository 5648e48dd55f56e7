package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.JobView;
import io.slipway.cli.client.RunView;
import io.slipway.cli.view.Table;
import io.slipway.cli.view.Units;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway job show}. */
@Command(name = "show", description = "Show a job with its VMs and steps.")
final class JobShowCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job's id.")
    String id = "";

    @Option(
            names = "--follow",
            description = "Stay until it ends. Without a running server, the job goes on in this process.")
    boolean follow;

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    JobShowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (follow) {
            return shell.connected(Use.WORK, lan, session -> new JobFollower(shell, session).follow(id, false));
        }
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/jobs/" + ControlPlane.segment(id));
            var job = JobView.of(answer);
            shell.screen().result(answer, () -> show(job));
            return ExitCode.OK.number();
        });
    }

    private void show(JobView job) {
        var screen = shell.screen();
        var zone = shell.surroundings().zone();
        screen.line("job      " + job.id());
        screen.line("kind     " + job.kind() + " on " + job.hostName());
        screen.line("state    " + job.state() + ", " + job.percent() + " %, " + job.succeeded() + " of " + job.total()
                + " done");
        job.createdAt().ifPresent(at -> screen.line("created  " + Units.time(at, zone)));
        job.endedAt().ifPresent(at -> screen.line("ended    " + Units.time(at, zone)));
        job.problem().ifPresent(problem -> screen.line("problem  " + problem.code() + ": " + problem.detail()));
        for (var run : job.runs()) {
            screen.line("");
            screen.line(run.subject() + ": " + run.state() + ", " + run.percent() + " %"
                    + run.nativeId().map(vm -> ", VM " + vm).orElse("")
                    + (run.addresses().isEmpty() ? "" : ", " + String.join(" ", run.addresses())));
            run.problem().ifPresent(problem -> screen.line("  " + problem.code() + ": " + problem.detail()));
            screen.table(steps(run), "No step yet.");
            run.current().flatMap(RunView.StepView::problem).ifPresent(problem -> {
                screen.line("  " + problem.code() + ": " + problem.detail());
                screen.line("  next: " + problem.nextStep());
            });
        }
    }

    private static Table steps(RunView run) {
        var table = Table.of("#", "STEP", "STATE", "#TRY", "#TOOK", "PROBLEM");
        for (var step : run.steps()) {
            var took = step.startedAt()
                    .flatMap(start -> step.endedAt().map(end -> Units.span(Duration.between(start, end))));
            table.row(
                    step.ordinal(),
                    step.kind(),
                    step.state(),
                    step.attempt() == 0 ? "" : step.attempt(),
                    took.orElse(""),
                    step.problem().map(problem -> problem.code()).orElse(""));
        }
        return table;
    }
}
