package io.slipway.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code slipway profile compare}. */
@Command(name = "compare", description = "Show what differs between two versions of a stored profile.")
final class ProfileCompareCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PROFILE", description = "Name or id.")
    String profile = "";

    @Parameters(index = "1", paramLabel = "FROM", description = "The older version.")
    int from = 1;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "Default: the newest version.")
    @Nullable
    Integer to;

    private final Shell shell;

    ProfileCompareCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var path = Profiles.path(Profiles.require(session, profile)) + "/compare?from=" + from;
            var answer = session.get(to == null ? path : path + "&to=" + to);
            shell.screen().result(answer, () -> {
                if (answer.path("differences").isEmpty()) {
                    shell.screen().line("They are the same.");
                }
                answer.path("differences").forEach(this::line);
            });
            return ExitCode.OK.number();
        });
    }

    private void line(JsonNode difference) {
        var pointer = difference.path("pointer").asString("");
        if (difference.path("kind").asString("").equals("secret_changed")) {
            shell.screen().line(pointer + "  the secret is another one");
            return;
        }
        shell.screen().line(pointer);
        value("  - ", difference.path("before"));
        value("  + ", difference.path("after"));
    }

    private void value(String mark, JsonNode value) {
        if (value.isString()) {
            shell.screen().line(mark + value.stringValue());
        }
    }
}
