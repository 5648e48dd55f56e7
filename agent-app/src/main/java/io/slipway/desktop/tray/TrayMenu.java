package io.slipway.desktop.tray;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * The menu of the icon: at most {@value #LONGEST} lines beside separators, and sub-menus without sub-menus.
 *
 * @throws IllegalArgumentException when a menu is longer, two lines of it have the same mnemonic, or a separator has nothing to
 *     separate
 */
public record TrayMenu(List<Line> lines) {
    /** More is not read at a glance. */
    public static final int LONGEST = 9;

    public TrayMenu {
        lines = List.copyOf(lines);
        check(lines);
    }

    /** One line. */
    public sealed interface Line {}

    /** What may stand in a sub-menu. */
    public sealed interface Leaf extends Line {}

    /**
     * A line to choose.
     *
     * @param enabled a line that cannot be chosen now stays where it is, greyed
     */
    public record Item(Label label, TrayAction action, boolean enabled) implements Leaf {
        public Item(Label label, TrayAction action) {
            this(label, action, true);
        }
    }

    /** A thin line between groups. */
    public record Separator() implements Leaf {}

    /** A line that opens more lines. */
    public record SubMenu(Label label, List<Leaf> lines) implements Line {
        public SubMenu {
            lines = List.copyOf(lines);
            check(lines);
        }
    }

    /**
     * Words of a line.
     *
     * @param text as shown
     * @param mnemonic index in the text of the letter that chooses the line
     */
    public record Label(String text, OptionalInt mnemonic) {
        /** A text from a bundle: {@code &} stands before the mnemonic, {@code &&} for the sign itself. */
        public static Label marked(String text) {
            var shown = new StringBuilder(text.length());
            int mnemonic = -1;
            for (int i = 0; i < text.length(); i++) {
                boolean mark = text.charAt(i) == '&' && i + 1 < text.length();
                if (mark && text.charAt(i + 1) != '&' && mnemonic < 0) {
                    mnemonic = shown.length();
                    continue;
                }
                i += mark ? 1 : 0;
                shown.append(text.charAt(i));
            }
            return new Label(shown.toString(), mnemonic < 0 ? OptionalInt.empty() : OptionalInt.of(mnemonic));
        }

        /** A text that comes from elsewhere, such as a VM's name. */
        public static Label plain(String text) {
            return new Label(text, OptionalInt.empty());
        }

        /** The letter that chooses the line, in lower case; -1 without one. */
        int letter() {
            return mnemonic.isPresent() ? Character.toLowerCase(text.codePointAt(mnemonic.getAsInt())) : -1;
        }
    }

    private static void check(List<? extends Line> lines) {
        var letters = new HashSet<Integer>();
        int count = 0;
        boolean separated = false;
        for (var line : lines) {
            var label =
                    switch (line) {
                        case Item item -> item.label();
                        case SubMenu menu -> menu.label();
                        case Separator separator -> null;
                    };
            if (label == null && (count == 0 || separated)
                    || label != null && label.text().isBlank()) {
                throw new IllegalArgumentException("a line or a group of the menu is empty");
            }
            separated = label == null;
            if (label != null) {
                count++;
                if (label.letter() >= 0 && !letters.add(label.letter())) {
                    throw new IllegalArgumentException(
                            String.format(Locale.ROOT, "two lines have the mnemonic of \"%s\"", label.text()));
                }
            }
        }
        if (count > LONGEST || separated || count == 0) {
            throw new IllegalArgumentException("a menu has 1 to " + LONGEST + " lines and ends with one");
        }
    }
}
