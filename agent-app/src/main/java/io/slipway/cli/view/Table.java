package io.slipway.cli.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, aligned; narrow terminals cut the widest columns first and below that get one line per value. */
public final class Table {
    private static final int GAP = 2;
    private static final int LEAST = 8;

    private final List<String> headings;
    private final List<Boolean> numeric;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(List<String> headings, List<Boolean> numeric) {
        this.headings = headings;
        this.numeric = numeric;
    }

    /** A table with these headings; one that begins with {@code #} heads a column of numbers, aligned right. */
    public static Table of(String... headings) {
        return new Table(
                Arrays.stream(headings)
                        .map(heading -> heading.startsWith("#") ? heading.substring(1) : heading)
                        .toList(),
                Arrays.stream(headings).map(heading -> heading.startsWith("#")).toList());
    }

    /** Adds a row; as many cells as headings. */
    public Table row(Object... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + headings.size() + " columns");
        }
        rows.add(Arrays.stream(cells)
                .map(cell -> Text.printable(String.valueOf(cell)))
                .toList());
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The finished lines. */
    public List<String> lines(Terminal terminal) {
        int[] widths = natural();
        if (total(widths) > terminal.columns() && !shrink(widths, terminal.columns())) {
            return blocks(terminal);
        }
        var lines = new ArrayList<String>();
        lines.add(line(headings, widths, terminal));
        rows.forEach(row -> lines.add(line(row, widths, terminal)));
        return lines;
    }

    private int[] natural() {
        int[] widths = headings.stream().mapToInt(Text::width).toArray();
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Text.width(row.get(i)));
            }
        }
        return widths;
    }

    private static int total(int[] widths) {
        return Arrays.stream(widths).sum() + GAP * (widths.length - 1);
    }

    private boolean shrink(int[] widths, int columns) {
        while (total(widths) > columns) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                if (widths[i] > widths[widest]) {
                    widest = i;
                }
            }
            if (widths[widest] <= Math.max(LEAST, Text.width(headings.get(widest)))) {
                return false;
            }
            widths[widest]--;
        }
        return true;
    }

    private String line(List<String> cells, int[] widths, Terminal terminal) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = Text.cut(cells.get(i), widths[i], terminal.unicode());
            line.append(i == 0 ? "" : " ".repeat(GAP));
            line.append(numeric.get(i) ? Text.right(cell, widths[i]) : Text.left(cell, widths[i]));
        }
        return line.toString().stripTrailing();
    }

    /** One value per line: still readable where columns no longer fit. Long values go on in the next line. */
    private List<String> blocks(Terminal terminal) {
        int label = headings.stream().mapToInt(Text::width).max().orElse(0) + GAP;
        var lines = new ArrayList<String>();
        for (var row : rows) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            for (int i = 0; i < row.size(); i++) {
                if (!row.get(i).isEmpty()) {
                    var parts = wrap(row.get(i), Math.max(LEAST, terminal.columns() - label));
                    lines.add(Text.left(headings.get(i), label) + parts.getFirst());
                    parts.stream().skip(1).forEach(part -> lines.add(" ".repeat(label) + part));
                }
            }
        }
        return lines;
    }

    /** Breaks between words, and inside a word that is too long for a line. */
    static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ", -1)) {
            if (!line.isEmpty() && Text.width(line.toString()) + 1 + Text.width(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (Text.width(line.toString()) > columns) {
                int end = line.offsetByCodePoints(0, Math.min(columns, line.codePointCount(0, line.length())));
                lines.add(line.substring(0, end));
                line.delete(0, end);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
