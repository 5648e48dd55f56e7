package io.slipway.cli;

import io.slipway.cli.view.Table;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway token list}. */
@Command(name = "list", description = "Show the tokens of the admin API, without their texts.")
final class TokenListCommand implements Callable<Integer> {
    /** Nothing vouches for its row: something else than Slipway wrote it. */
    private static final String ALTERED = "altered";

    @Option(names = "--all", description = "Show revoked and ended ones too.")
    boolean all;

    private final Shell shell;

    TokenListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/api-tokens");
            var zone = shell.surroundings().zone();
            var now = shell.surroundings().clock().instant();
            var table = Table.of("TOKEN", "NAME", "SCOPE", "STATE", "MADE", "LAST USED", "ENDS");
            for (var token : answer.path("items")) {
                var state = state(token, now);
                if (all || state.equals("good") || state.equals(ALTERED)) {
                    table.row(
                            token.path("id").asString(""),
                            token.path("label").asString(""),
                            token.path("role").asString("").toLowerCase(Locale.ROOT),
                            state,
                            Moments.show(token.path("created_at"), zone),
                            Moments.show(token.path("last_used_at"), zone),
                            Moments.show(token.path("expires_at"), zone));
                }
            }
            shell.screen()
                    .result(answer, () -> shell.screen().table(table, "No token. Make one with: slipway token create"));
            return ExitCode.OK.number();
        });
    }

    private static String state(JsonNode token, Instant now) {
        if (token.path("revoked_at").isString()) {
            return "revoked";
        }
        if (token.path("altered").asBoolean(false)) {
            return ALTERED;
        }
        var end = token.path("expires_at").asString("");
        return !end.isEmpty() && !now.isBefore(Instant.parse(end)) ? "ended" : "good";
    }
}
