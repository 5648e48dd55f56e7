package io.slipway.cli;

import io.slipway.cli.view.Table;
import io.slipway.cli.view.Text;
import io.slipway.iso.View;
import io.slipway.iso.read.BootEntry;
import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import io.slipway.server.base.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code slipway iso list}. */
@Command(name = "list", description = "Show what an ISO image holds.")
final class IsoListCommand implements Callable<Integer> {
    @Parameters(paramLabel = "IMAGE", description = "Any ISO image.")
    @Nullable
    Path image;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "iso, joliet, rock_ridge or udf. Default: the one that systems prefer.")
    @Nullable
    View view;

    private final Shell shell;

    IsoListCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        try (var reader = IsoReader.open(Objects.requireNonNull(image))) {
            var shown = view == null ? reader.bestView() : view;
            var entries = reader.entries(shown).stream()
                    .sorted(Comparator.comparing(IsoEntry::path))
                    .toList();
            var boots = reader.bootEntries();
            var label = reader.volumeId(shown);
            var views =
                    reader.views().stream().sorted().map(IsoListCommand::name).toList();
            shell.screen().result(json(label, shown, views, boots, entries), () -> {
                shell.screen().line("volume id " + label + ", view " + name(shown) + " of " + String.join(", ", views));
                boots.forEach(
                        boot -> shell.screen().line("boots on " + firmware(boot) + " from block " + boot.block()));
                shell.screen().table(table(entries), "The image is empty.");
            });
            return ExitCode.OK.number();
        }
    }

    private static Table table(List<IsoEntry> entries) {
        var table = Table.of("#BYTES", "PATH");
        for (var entry : entries) {
            switch (entry.kind()) {
                case DIRECTORY -> table.row("-", entry.path() + "/");
                case FILE -> table.row(entry.size(), entry.path());
                case LINK -> table.row("-", entry.path() + " -> " + entry.linkTarget());
                case SPECIAL -> table.row("-", entry.path() + " (special)");
            }
        }
        return table;
    }

    private static ObjectNode json(
            String label, View shown, List<String> views, List<BootEntry> boots, List<IsoEntry> entries) {
        var json = Json.object();
        json.put("volume_id", label);
        json.put("view", name(shown));
        views.forEach(json.putArray("views")::add);
        var list = json.putArray("boot");
        boots.forEach(boot -> list.addObject().put("firmware", firmware(boot)).put("block", boot.block()));
        var items = json.putArray("items");
        for (var entry : entries) {
            var item = items.addObject();
            item.put("path", Text.printable(entry.path()));
            item.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
            item.put("size_bytes", entry.size());
            if (entry.kind() == IsoEntry.Kind.LINK) {
                item.put("target", Text.printable(entry.linkTarget()));
            }
        }
        return json;
    }

    private static String firmware(BootEntry boot) {
        return boot.platform() == BootEntry.UEFI ? "UEFI" : "BIOS";
    }

    private static String name(View view) {
        return view.name().toLowerCase(Locale.ROOT);
    }
}
