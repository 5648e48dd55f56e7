package io.slipway.iso.cli;

import io.slipway.iso.View;
import io.slipway.iso.read.IsoEntry;
import io.slipway.iso.read.IsoReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code list IMAGE}. */
final class ListCommand {
    private final PrintStream out;

    ListCommand(PrintStream out) {
        this.out = out;
    }

    int run(List<String> arguments) throws IOException {
        var options = new Arguments(arguments, Set.of("--view"), Set.of());
        var image = Path.of(options.word("The image"));
        options.end();
        try (var reader = IsoReader.open(image)) {
            View view = options.value("--view").map(ListCommand::view).orElse(reader.bestView());
            out.println("volume id " + printable(reader.volumeId(view)) + ", view " + name(view) + " of "
                    + String.join(
                            ", ", reader.views().stream().map(ListCommand::name).toList()));
            for (var boot : reader.bootEntries()) {
                out.println("boots on " + (boot.platform() == 0xef ? "UEFI" : "BIOS") + " from block " + boot.block());
            }
            reader.entries(view).stream()
                    .sorted(Comparator.comparing(IsoEntry::path))
                    .forEach(this::print);
        }
        return IsoTool.OK;
    }

    private void print(IsoEntry entry) {
        String path = printable(entry.path());
        switch (entry.kind()) {
            case DIRECTORY -> out.printf(Locale.ROOT, "%14s  %s/%n", "-", path);
            case FILE -> out.printf(Locale.ROOT, "%14d  %s%n", entry.size(), path);
            case LINK -> out.printf(Locale.ROOT, "%14s  %s -> %s%n", "-", path, printable(entry.linkTarget()));
            case SPECIAL -> out.printf(Locale.ROOT, "%14s  %s (special)%n", "-", path);
        }
    }

    /** A foreign image must not steer the terminal. */
    static String printable(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    private static String name(View view) {
        return view.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static View view(String name) {
        for (var view : View.values()) {
            if (name(view).equals(name)) {
                return view;
            }
        }
        throw new Arguments.UsageException("Unknown view: " + name + ".");
    }
}
