package io.slipway.cli;

import io.slipway.cli.view.Style;
import io.slipway.cli.view.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code slipway vault status}. */
@Command(
        name = "status",
        description = "Show how the vault stands, how its key is kept, and what must be entered again.")
final class VaultStatusCommand implements Callable<Integer> {
    private final Shell shell;

    VaultStatusCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        return shell.connectedToNewVault(session -> {
            var standing = session.get("/vault");
            shell.screen().result(standing, () -> show(shell.screen(), standing));
            return ExitCode.OK.number();
        });
    }

    /** What every command that changes the vault shows in the end. */
    static void show(Screen screen, JsonNode standing) {
        var state = standing.path("state").asString("");
        boolean open = state.equals("unlocked");
        screen.line(open ? Style.OK : Style.WARN, "vault        " + state);
        standing.path("why").properties().forEach(entry -> {
            if (!entry.getKey().equals("code")) {
                screen.line("             " + entry.getValue().asString(""));
            }
        });
        if (standing.has("protector")) {
            screen.line("key kept by  " + standing.path("protector").asString(""));
            screen.line("             " + standing.path("protector_meaning").asString(""));
        }
        if (open) {
            words(screen, standing);
            int minutes = standing.path("auto_lock_minutes").asInt(0);
            screen.line("auto-lock    " + (minutes == 0 ? "off" : "after " + minutes + " minutes without use"));
            if (minutes > 0 && standing.path("kept_open_by_runs").asBoolean(false)) {
                screen.line("             kept open by "
                        + standing.path("unfinished_runs").asInt(0) + " unfinished runs");
            }
        }
        lost(screen, standing.path("needs_reentry"));
    }

    private static void words(Screen screen, JsonNode standing) {
        if (standing.path("recovery_words").asBoolean(false)) {
            screen.line("recovery     words made "
                    + standing.path("recovery_words_made_at").asString(""));
        } else {
            screen.line("recovery     no words: without them a lost key means entering every secret again");
            if (standing.path("recovery_words_offered").asBoolean(false)) {
                screen.line(Style.WARN, "             Make them now: slipway vault recovery-words");
            }
        }
    }

    private static void lost(Screen screen, JsonNode secrets) {
        if (!secrets.isEmpty()) {
            screen.line(Style.WARN, secrets.size() + " stored secrets must be entered again:");
            var table = Table.of("WHAT", "ID");
            secrets.forEach(secret -> table.row(
                    secret.path("label").asString(""), secret.path("id").asString("")));
            screen.table(table, "");
        }
    }
}
