package io.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway profile delete}. */
@Command(name = "delete", description = "Delete a stored profile. VMs made with it stay as they are.")
final class ProfileDeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    ProfileDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var found = Profiles.require(session, profile);
            shell.confirm(yes, "Delete the profile " + found.name() + "?");
            var answer = session.delete(Profiles.path(found));
            shell.screen().result(answer, () -> shell.screen().line("Profile " + found.name() + " is deleted."));
            return ExitCode.OK.number();
        });
    }
}
