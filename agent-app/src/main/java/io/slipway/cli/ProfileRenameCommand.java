package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code slipway profile rename}. */
@Command(name = "rename", description = "Give a stored profile another name.")
final class ProfileRenameCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
    String name = "";

    private final Shell shell;

    ProfileRenameCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var from = Profiles.require(session, profile);
            var answer = session.put(Profiles.path(from), Json.object().put("name", name));
            shell.screen().result(answer, () -> shell.screen().line(from.name() + " is now named " + name + "."));
            return ExitCode.OK.number();
        });
    }
}
