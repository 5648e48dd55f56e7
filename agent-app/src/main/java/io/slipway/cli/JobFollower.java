package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.JobView;
import io.slipway.cli.client.RunView;
import io.slipway.cli.view.Complaint;
import io.slipway.cli.view.Table;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import tools.jackson.databind.JsonNode;

/** Shows a job's progress until it ends. */
final class JobFollower {
    private static final Duration BETWEEN = Duration.ofMillis(400);

    private final Shell shell;
    private final Session session;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    JobFollower(Shell shell, Session session) {
        this.shell = shell;
        this.session = session;
    }

    /**
     * Waits for the job's end and reports it.
     *
     * @param cancelledIsFine whether the operator wanted it cancelled
     * @return the exit code
     */
    int follow(String jobId, boolean cancelledIsFine) {
        var answer = await(jobId, () -> interrupt(jobId));
        var job = JobView.of(answer);
        shell.screen().result(answer, () -> summary(job));
        boolean fine = job.state().equals("succeeded")
                || cancelledIsFine && job.state().equals("cancelled");
        return (fine ? ExitCode.OK : ExitCode.UNFINISHED).number();
    }

    /**
     * Waits for the job's end, showing progress.
     *
     * @param onInterrupt runs in the interrupt's thread while the command's own one goes on to its end
     */
    JsonNode await(String jobId, Runnable onInterrupt) {
        Runnable stop = () -> {
            interrupted.set(true);
            onInterrupt.run();
        };
        try (var watch = shell.surroundings().interrupts().during(stop);
                var progress = shell.screen().progress()) {
            while (true) {
                var answer = look(jobId);
                var job = JobView.of(answer);
                progress.show(JobWords.items(job));
                if (job.ended()) {
                    return answer;
                }
                shell.surroundings().sleeper().sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped();
        }
    }

    /** Our own control plane goes away under our feet when the operator interrupts; then that is what is to be said. */
    private JsonNode look(String jobId) {
        try {
            var answer = session.get("/jobs/" + ControlPlane.segment(jobId));
            if (interrupted.get()) {
                throw new Stopped();
            }
            return answer;
        } catch (SlipwayException e) {
            throw interrupted.get() ? new Stopped() : e;
        }
    }

    private void interrupt(String jobId) {
        var screen = shell.screen();
        if (session.own()) {
            screen.notice("");
            screen.notice("Stopping here. Job " + jobId + " resumes where it is with: slipway job show " + jobId
                    + " --follow  (or with slipway serve)");
            session.close();
        } else {
            screen.notice("");
            screen.notice(
                    "Job " + jobId + " goes on in the running server. Look at it with: slipway job show " + jobId);
        }
    }

    private void summary(JobView job) {
        var screen = shell.screen();
        var table = Table.of("VM", "STATE", "VM ID", "ADDRESS");
        var newest = JobWords.newest(job);
        for (var run : newest) {
            table.row(run.subject(), run.state(), run.nativeId().orElse(""), String.join(" ", run.addresses()));
        }
        screen.line("");
        screen.table(table, "The job has no VM.");
        newest.stream()
                .filter(run -> run.problem().isPresent())
                .map(JobFollower::named)
                .forEach(problem -> screen.complain(problem));
        screen.line("");
        screen.line("Job " + job.id() + ": " + job.state() + ", " + job.succeeded() + " of " + job.total() + " done");
        if (job.failed() > 0) {
            screen.line("Log: slipway job log " + job.id() + "   Again: slipway job retry " + job.id());
        }
    }

    private static Complaint named(RunView run) {
        var problem = run.problem().orElseThrow();
        return new Complaint(
                problem.code(),
                problem.exitCode(),
                run.subject() + ": " + problem.detail(),
                problem.nextStep(),
                problem.errors(),
                problem.context(),
                problem.correlationId());
    }
}
