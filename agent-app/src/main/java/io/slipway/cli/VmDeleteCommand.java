package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.client.VmView;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway vm delete}. */
@Command(name = "delete", description = "Delete a VM that Slipway made, with its disks, config ISO and token.")
final class VmDeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "VM", description = "Name or id.")
    String vm = "";

    @Option(names = "--force", description = "Also when it runs; it is switched off first.")
    boolean force;

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    @Option(names = "--detach", description = "Do not wait for its end; needs a running server.")
    boolean detach;

    @Mixin
    LanOptions lan = new LanOptions();

    private final Shell shell;

    VmDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.WORK, lan, session -> {
            Detached.check(detach, "--detach", session);
            var path = "/vms/" + ControlPlane.segment(vm);
            var found = VmView.of(session.get(path));
            shell.confirm(
                    yes,
                    "Delete the VM " + found.name() + " (" + found.nativeId().orElse("no id yet") + " on "
                            + found.hostName() + ") with its disks?");
            var answer = session.delete(path + (force ? "?force=true" : ""));
            var job = answer.path("job_id").asString("");
            if (detach) {
                return Detached.report(shell, answer, job);
            }
            return new JobFollower(shell, session).follow(job, false);
        });
    }
}
