package io.slipway.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway secret delete}. */
@Command(name = "delete", description = "Delete a secret that nothing reads.")
final class SecretDeleteCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SECRET", description = "Label or id.")
    String secret = "";

    @Option(names = "--yes", description = "Do not ask.")
    boolean yes;

    private final Shell shell;

    SecretDeleteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var found = SecretNames.require(session, secret);
            shell.confirm(yes, "Delete the secret " + found.label() + " with all its versions?");
            var answer = session.delete(SecretNames.path(found));
            shell.screen().result(answer, () -> shell.screen().line("Secret " + found.label() + " is deleted."));
            return ExitCode.OK.number();
        });
    }
}
