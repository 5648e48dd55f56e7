package io.slipway.cli;

import io.slipway.cli.view.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import tools.jackson.databind.JsonNode;

/** What the control plane says about a backup, for people. */
final class BackupReports {
    private BackupReports() {}

    /** What is done with a control plane and a file. */
    @FunctionalInterface
    interface Task {
        int with(Session session) throws IOException;
    }

    /** On a new machine the vault waits: its key is the one of the backup. */
    static int connected(Shell shell, Task task) {
        return shell.connectedToNewVault(session -> {
            try {
                return task.with(session);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static void show(Screen screen, JsonNode report) {
        screen.line("Made at " + text(report, "created_at") + " by Slipway " + text(report, "product")
                + ", under vault key " + text(report, "key_id") + ".");
        var rows = report.path("rows");
        screen.line("It is whole: " + rows.path("host").asInt(0) + " hosts, "
                + rows.path("profile").asInt(0) + " profiles, "
                + rows.path("playbook").asInt(0) + " playbooks, "
                + rows.path("secret").asInt(0) + " secrets.");
        items(screen, report);
        for (var warning : report.path("warnings")) {
            screen.warning(warning.asString(""));
        }
    }

    private static void items(Screen screen, JsonNode report) {
        var items = report.path("items");
        if (items.isEmpty()) {
            return;
        }
        var table = Table.of("WHAT", "NAME", "HERE", "");
        for (var item : items) {
            table.row(text(item, "kind"), text(item, "name"), text(item, "action"), text(item, "reason"));
        }
        screen.table(table, "");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).asString("");
    }
}
