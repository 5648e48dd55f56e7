package io.slipway.desktop.tray;

import java.awt.Color;
import java.awt.EventQueue;
import java.awt.MouseInfo;
import java.awt.Point;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JDialog;
import javax.swing.JMenu;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;
import javax.swing.event.PopupMenuEvent;
import javax.swing.event.PopupMenuListener;
import org.jspecify.annotations.Nullable;

/**
 * The icon's menu, opened where the pointer is. Nothing of Swing is loaded before it opens for the first time.
 *
 * <p>The window behind it is a dot that takes the keyboard: without a focused window of ours, arrow keys and mnemonics go
 * elsewhere and a click elsewhere does not close the menu. Used on the event thread, but for {@link #close}.
 */
final class PopupMenu {
    private final Consumer<TrayAction> chosen;
    private @Nullable JDialog owner;
    private @Nullable JPopupMenu menu;

    PopupMenu(Consumer<TrayAction> chosen) {
        this.chosen = chosen;
    }

    /** Opens it; an open one is closed, as a second click on an icon does everywhere. */
    void open(TrayModel model, Bar bar) {
        if (menu != null) {
            dispose();
            return;
        }
        var at = MouseInfo.getPointerInfo().getLocation();
        var window = dot(at);
        var popup = build(model.menu(), bar == Bar.DARK ? MenuLook.DARK : MenuLook.LIGHT);
        owner = window;
        menu = popup;
        window.setVisible(true);
        window.toFront();
        popup.show(window.getContentPane(), 0, upwards(window, popup, at));
        popup.requestFocusInWindow();
    }

    /** Above the pointer when the bar is at the lower edge; Swing keeps it on the screen either way. */
    private static int upwards(JDialog window, JPopupMenu popup, Point at) {
        var screen = window.getGraphicsConfiguration().getBounds();
        return at.y > screen.y + screen.height / 2 ? -popup.getPreferredSize().height : 0;
    }

    private JDialog dot(Point at) {
        var window = new JDialog();
        window.setUndecorated(true);
        window.setAlwaysOnTop(true);
        window.setType(java.awt.Window.Type.UTILITY);
        window.setBounds(at.x, at.y, 1, 1);
        window.addWindowFocusListener(new WindowAdapter() {
            @Override
            public void windowLostFocus(WindowEvent event) {
                // A sub-menu may be a window of its own; only another program or window closes the menu.
                if (event.getOppositeWindow() == null) {
                    dispose();
                }
            }
        });
        return window;
    }

    private JPopupMenu build(TrayMenu model, MenuLook look) {
        var popup = new JPopupMenu();
        look.dress(popup);
        fill(popup, model.lines(), look);
        popup.addPopupMenuListener(new PopupMenuListener() {
            @Override
            public void popupMenuWillBecomeVisible(PopupMenuEvent event) {
                // Nothing to prepare.
            }

            @Override
            public void popupMenuWillBecomeInvisible(PopupMenuEvent event) {
                // Later: the chosen line's own event comes after this one.
                EventQueue.invokeLater(() -> {
                    if (menu == popup) {
                        dispose();
                    }
                });
            }

            @Override
            public void popupMenuCanceled(PopupMenuEvent event) {
                // It becomes invisible as well.
            }
        });
        return popup;
    }

    private void fill(JComponent parent, List<? extends TrayMenu.Line> lines, MenuLook look) {
        for (var line : lines) {
            switch (line) {
                case TrayMenu.Separator separator -> parent.add(look.separator());
                case TrayMenu.Item item -> {
                    var entry = label(new JMenuItem(), item.label());
                    look.dress(entry);
                    entry.setEnabled(item.enabled());
                    entry.addActionListener(event -> chosen.accept(item.action()));
                    parent.add(entry);
                }
                case TrayMenu.SubMenu subMenu -> {
                    var entry = (JMenu) label(new JMenu(), subMenu.label());
                    look.dress(entry);
                    fill(entry.getPopupMenu(), subMenu.lines(), look);
                    parent.add(entry);
                }
            }
        }
    }

    private static JMenuItem label(JMenuItem item, TrayMenu.Label label) {
        item.setText(label.text());
        label.mnemonic().ifPresent(index -> {
            // A popup menu compares the typed character, so the letter itself is right for Cyrillic too.
            item.setMnemonic(Character.toUpperCase(label.text().charAt(index)));
            item.setDisplayedMnemonicIndex(index);
        });
        return item;
    }

    /** Closes it if it is open. Any thread. */
    void close() {
        EventQueue.invokeLater(this::dispose);
    }

    private void dispose() {
        var popup = menu;
        var window = owner;
        menu = null;
        owner = null;
        if (popup != null) {
            popup.setVisible(false);
        }
        if (window != null) {
            window.dispose();
        }
    }

    /** Frames of one pixel as the product's surfaces have. */
    static javax.swing.border.Border frame(Color line) {
        return BorderFactory.createCompoundBorder(
                BorderFactory.createLineBorder(line), BorderFactory.createEmptyBorder(4, 0, 4, 0));
    }
}
