package io.slipway.cli;

import io.slipway.cli.client.ProfileView;
import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway profile restore}. */
@Command(name = "restore", description = "Make a new version of what an old one said; the versions between stay.")
final class ProfileRestoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "As `profile history` numbers it.")
    int version;

    private final Shell shell;

    ProfileRestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var path = Profiles.path(Profiles.require(session, profile)) + "/restore";
            var answer = session.post(path, Json.object().put("version", version));
            var stored = ProfileView.of(answer);
            shell.screen().result(answer, () -> shell.screen()
                    .line("Profile " + stored.name() + " is stored, version " + stored.version() + ", as version "
                            + version + " was."));
            return ExitCode.OK.number();
        });
    }
}
