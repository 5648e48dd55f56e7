package io.slipway.cli;

import io.slipway.cli.client.ControlPlane;
import io.slipway.cli.view.Table;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code slipway artifact list}. */
@Command(name = "list", description = "Show the releases and whose VMs get them.")
final class ArtifactListCommand implements Callable<Integer> {
    private static final int SHOWN_DIGITS = 12;

    @Option(names = "--module", paramLabel = "MODULE", description = "Only of this one.")
    @Nullable
    String module;

    private final Shell shell;

    ArtifactListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var query = module == null ? "" : "?module=" + ControlPlane.segment(module);
        return shell.connected(Use.LOOK, session -> {
            var answer = session.get("/artifacts/releases" + query);
            var table = Table.of(
                    "MODULE",
                    "PLATFORM",
                    "CHANNEL",
                    "VERSION",
                    "STATUS",
                    "#BYTES",
                    "SHA-256",
                    "#LINKS",
                    "ASSIGNED",
                    "ID");
            for (var row : answer.path("items")) {
                var digest = row.path("sha256").asString("");
                table.row(
                        row.path("module").asString(""),
                        row.path("platform").asString(""),
                        row.path("channel").asString(""),
                        row.path("version").asString(""),
                        row.path("available").asBoolean(false)
                                ? row.path("status").asString("")
                                : "file is missing",
                        row.path("size_bytes").asLong(0),
                        digest.substring(0, Math.min(SHOWN_DIGITS, digest.length())),
                        row.path("links").asLong(0),
                        assigned(row),
                        row.path("id").asString(""));
            }
            shell.screen().result(answer, () -> shell.screen()
                    .table(table, "No release yet. Make one with: slipway artifact add MODULE FILE"));
            return ExitCode.OK.number();
        });
    }

    private static String assigned(JsonNode row) {
        var who = new ArrayList<String>();
        if (row.path("assigned_default").asBoolean(false)) {
            who.add("everybody");
        }
        row.path("assigned_users").forEach(user -> who.add(user.asString("")));
        return String.join(", ", who);
    }
}
