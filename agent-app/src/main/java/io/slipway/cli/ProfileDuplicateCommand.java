package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway profile duplicate}. */
@Command(name = "duplicate", description = "Store a copy of a stored profile, passwords included.")
final class ProfileDuplicateCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "Of the copy.")
    String name = "";

    private final Shell shell;

    ProfileDuplicateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var from = Profiles.require(session, profile);
            var answer = session.post(
                    Profiles.path(from) + "/duplicate", Json.object().put("name", name));
            shell.screen().result(answer, () -> shell.screen()
                    .line("Profile " + ProfileView.of(answer).name() + " is stored, a copy of " + from.name() + "."));
            return ExitCode.OK.number();
        });
    }
}
