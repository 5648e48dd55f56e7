package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway token create}. */
@Command(name = "create", description = "Make a token for a program. Its text is shown this once.")
final class TokenCreateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "What it is for.")
    String name = "";

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            required = true,
            description = "read, operate or admin; each includes the ones before it.")
    Scope scope = Scope.READ;

    @Option(names = "--days", paramLabel = "N", description = "Days until it ends by itself, 1 to 3650; default 90.")
    int days = 90;

    @Option(names = "--no-expiry", description = "It never ends by itself.")
    boolean noExpiry;

    /** What a token allows. */
    enum Scope {
        READ,
        OPERATE,
        ADMIN
    }

    private final Shell shell;

    TokenCreateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var document = Json.object().put("label", name).put("role", scope.name());
        if (!noExpiry) {
            document.put("expires_in_days", days);
        }
        return shell.connected(Use.LOOK, session -> {
            var token = session.post("/api-tokens", document);
            shell.screen().result(token, () -> {
                shell.screen().line(token.path("token").asString(""));
                shell.screen()
                        .notice("Keep it now: it cannot be shown again. Revoke it with: slipway token revoke "
                                + token.path("id").asString(""));
            });
            return ExitCode.OK.number();
        });
    }
}
