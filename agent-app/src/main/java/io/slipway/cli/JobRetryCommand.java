package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway job retry}. */
@Command(name = "retry", description = "Go on with what failed; what is done stays done.")
final class JobRetryCommand implements Callable<Integer> {
    @Parameters(paramLabel = "JOB", description = "The job's id.")
    String id = "";

    @Option(names = "--detach", description = "Do not wait for its end; needs a running server.")
    boolean detach;

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    JobRetryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.WORK, lan, session -> {
            Detached.check(detach, "--detach", session);
            var answer = session.post("/jobs/" + ControlPlane.segment(id) + "/retry", Json.object());
            if (detach) {
                return Detached.report(shell, answer, id);
            }
            return new JobFollower(shell, session).follow(id, false);
        });
    }
}
