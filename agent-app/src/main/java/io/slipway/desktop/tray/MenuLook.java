package io.slipway.desktop.tray;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JMenu;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.plaf.basic.BasicMenuItemUI;
import javax.swing.plaf.basic.BasicMenuUI;
import javax.swing.plaf.basic.BasicPopupMenuUI;

/**
 * The menu's colours and distances, from the product's tokens.
 *
 * <p>Each component is dressed by itself. The system's own look is not asked for: on Linux it would load GTK beside JavaFX's.
 */
record MenuLook(Color surface, Color line, Color text, Color muted, Color accent, Color onAccent) {
    static final MenuLook LIGHT = new MenuLook(
            new Color(0xFFFFFF),
            new Color(0xD9E0E7),
            new Color(0x15202B),
            new Color(0x4E5D6C),
            new Color(0x0B6E8A),
            new Color(0xFFFFFF));
    static final MenuLook DARK = new MenuLook(
            new Color(0x16202A),
            new Color(0x263441),
            new Color(0xE8EEF3),
            new Color(0xA3B3C2),
            new Color(0x4CC2E0),
            new Color(0x06222B));

    /** The size of the product's text, where the system names no font for menus. */
    private static final int TEXT_SIZE = 13;

    void dress(JPopupMenu popup) {
        popup.setUI(new BasicPopupMenuUI());
        popup.setLightWeightPopupEnabled(false);
        popup.setBackground(surface);
        popup.setOpaque(true);
        popup.setBorder(PopupMenu.frame(line));
    }

    void dress(JMenuItem item) {
        if (item instanceof JMenu menu) {
            menu.setUI(new Folder());
            dress(menu.getPopupMenu());
        } else {
            item.setUI(new Line());
        }
        item.setFont(font());
        if (Toolkit.getDefaultToolkit().getDesktopProperty("awt.font.desktophints") == null) {
            // A session without hints would get letters without any smoothing.
            item.putClientProperty(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
        item.setBackground(surface);
        item.setForeground(text);
        item.setOpaque(true);
        item.setBorder(BorderFactory.createEmptyBorder(6, 10, 6, 24));
    }

    /** A rule with room above and below. */
    JComponent separator() {
        return new Rule(this);
    }

    private static Font font() {
        return Toolkit.getDefaultToolkit().getDesktopProperty("win.menu.font") instanceof Font systemFont
                ? systemFont
                : new Font("Inter", Font.PLAIN, TEXT_SIZE);
    }

    private final class Line extends BasicMenuItemUI {
        @Override
        protected void installDefaults() {
            super.installDefaults();
            selectionBackground = accent;
            selectionForeground = onAccent;
            disabledForeground = muted;
        }
    }

    private final class Folder extends BasicMenuUI {
        @Override
        protected void installDefaults() {
            super.installDefaults();
            selectionBackground = accent;
            selectionForeground = onAccent;
            disabledForeground = muted;
        }
    }

    private static final class Rule extends JComponent {
        private static final long serialVersionUID = 1L;
        private static final int HEIGHT = 9;

        private final transient MenuLook look;

        private Rule(MenuLook look) {
            this.look = look;
            setPreferredSize(new Dimension(0, HEIGHT));
            setMaximumSize(new Dimension(Integer.MAX_VALUE, HEIGHT));
        }

        @Override
        protected void paintComponent(Graphics pen) {
            pen.setColor(look.surface());
            pen.fillRect(0, 0, getWidth(), getHeight());
            pen.setColor(look.line());
            pen.fillRect(0, HEIGHT / 2, getWidth(), 1);
        }
    }
}
