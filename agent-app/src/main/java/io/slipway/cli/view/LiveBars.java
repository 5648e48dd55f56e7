package io.slipway.cli.view;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A bar per item, drawn over in place.
 *
 * <p>When there are more items than lines, the ones at work are shown, then the failed and the waiting, and the rest is
 * counted.
 */
final class LiveBars implements Progress {
    private static final String ESCAPE = "\u001b[";
    private static final int WIDEST_BAR = 24;
    private static final int SMALLEST_BAR = 6;
    private static final int SPARE_LINES = 4;

    private final PrintStream out;
    private final Terminal terminal;
    private int drawn;

    LiveBars(PrintStream out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void show(List<ProgressItem> items) {
        var lines = frame(items);
        var text = new StringBuilder(start());
        for (var line : lines) {
            text.append(ESCAPE).append("2K").append(line).append('\n');
        }
        // A shorter frame must not leave lines of the longer one below it.
        text.append(ESCAPE).append("0J");
        out.print(text);
        out.flush();
        drawn = lines.size();
    }

    @Override
    public void note(String line) {
        out.print(start() + ESCAPE + "0J" + Text.cut(Text.printable(line), terminal.columns(), terminal.unicode())
                + "\n");
        out.flush();
        drawn = 0;
    }

    @Override
    public void close() {
        out.flush();
    }

    private String start() {
        return drawn == 0 ? "" : ESCAPE + drawn + "A\r";
    }

    private List<String> frame(List<ProgressItem> items) {
        int room = Math.max(3, terminal.lines() - SPARE_LINES);
        int name = Math.min(
                20,
                items.stream().mapToInt(item -> Text.width(item.name())).max().orElse(0));
        var shown = items.size() <= room ? items : mostTelling(items, room - 1);
        var lines = new ArrayList<String>();
        shown.forEach(item -> lines.add(line(item, name)));
        if (shown.size() < items.size()) {
            lines.add(rest(items, shown));
        }
        return lines;
    }

    private static List<ProgressItem> mostTelling(List<ProgressItem> items, int room) {
        var chosen = items.stream()
                .sorted(Comparator.comparingInt(item -> rank(item.state())))
                .limit(room)
                .toList();
        return items.stream().filter(chosen::contains).toList();
    }

    private static int rank(ProgressItem.State state) {
        return switch (state) {
            case RUNNING -> 0;
            case FAILED -> 1;
            case CANCELLED -> 2;
            case WAITING -> 3;
            case DONE -> 4;
        };
    }

    private String rest(List<ProgressItem> items, List<ProgressItem> shown) {
        long done = items.stream()
                .filter(item -> item.state() == ProgressItem.State.DONE)
                .count();
        return Text.cut(
                "  and " + (items.size() - shown.size()) + " more; " + done + " of " + items.size() + " done",
                terminal.columns(),
                terminal.unicode());
    }

    private String line(ProgressItem item, int nameWidth) {
        var mark = item.mark(terminal.unicode());
        var head = Text.left(Text.cut(item.name(), nameWidth, terminal.unicode()), nameWidth);
        int fixed = 2 + nameWidth + 2 + 6;
        int bar = Math.clamp((terminal.columns() - fixed) / 3, SMALLEST_BAR, WIDEST_BAR);
        int room = terminal.columns() - fixed - bar - 3;
        var doing = Text.cut(Text.printable(item.doing()), Math.max(0, room), terminal.unicode());
        return item.style().of(mark, terminal) + " " + head + "  " + bar(item, bar)
                + Text.right(item.percent() + " %", 6) + "  " + doing;
    }

    private String bar(ProgressItem item, int width) {
        int full = Math.clamp((long) item.percent() * width / 100, 0, width);
        var text =
                (terminal.unicode() ? "█" : "#").repeat(full) + (terminal.unicode() ? "░" : "-").repeat(width - full);
        return item.style().of(text, terminal);
    }
}
