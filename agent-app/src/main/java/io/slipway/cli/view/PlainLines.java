package io.slipway.cli.view;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One line whenever an item does something else; nothing is drawn over. */
final class PlainLines implements Progress {
    private final PrintStream out;
    private final Map<String, String> shown = new HashMap<>();

    PlainLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(List<ProgressItem> items) {
        for (var item : items) {
            var what = item.state() + " " + item.doing();
            if (!what.equals(shown.put(item.name(), what))) {
                out.printf(
                        Locale.ROOT, "%-15s %3d %%  %s%n", item.name(), item.percent(), Text.printable(item.doing()));
            }
        }
        out.flush();
    }

    @Override
    public void note(String line) {
        out.println(Text.printable(line));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }
}
