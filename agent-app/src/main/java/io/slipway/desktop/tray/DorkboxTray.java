package io.slipway.desktop.tray;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dorkbox.systemTray.Menu;
import dorkbox.systemTray.MenuItem;
import dorkbox.systemTray.Separator;
import dorkbox.systemTray.SystemTray;
import io.slipway.desktop.notify.Balloon;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An icon by the dorkbox library: the system's own kinds of icons, AppIndicator among them. Only on request.
 *
 * <p>It waits for JavaFX: on Linux both load GTK, and a tray that came first leaves every JavaFX window black. It shows no
 * messages; they appear in the window. Thread-safe.
 */
final class DorkboxTray implements TrayIcon {
    static final String NAME = "dorkbox";

    /** The libraries of AppIndicator, as the distributions name them. */
    private static final List<String> INDICATORS = List.of("ayatana-appindicator3", "appindicator3");

    private static final Logger LOG = LoggerFactory.getLogger(DorkboxTray.class);

    private final SystemTray tray;
    private final Supplier<Bar> bar;
    private final TrayListener listener;
    private @Nullable TrayMenu shown;

    /**
     * Opens such icons.
     *
     * @param windows complete when JavaFX has shown its first window or is up without one
     * @param patience longest wait for that, in seconds; then the next adapter's turn has come
     */
    record Adapter(Supplier<Bar> bar, CompletionStage<?> windows, long patience) implements TrayAdapter {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public TrayIcon open(TrayModel first, TrayListener listener, Consumer<String> lost) throws TrayRefused {
            awaitWindows();
            DorkboxPings.off();
            // Its fixes patch classes of the JDK.
            SystemTray.AUTO_FIX_INCONSISTENCIES = false;
            if (Platform.isLinux() && !indicators()) {
                // Its plain GTK kind would be next, and that one shows nothing beside JavaFX.
                SystemTray.FORCE_TRAY_TYPE = SystemTray.TrayType.Swing;
            }
            var tray = SystemTray.get("slipway");
            if (tray == null) {
                throw TrayRefused.forNow("the library found no place for icons");
            }
            LOG.info("dorkbox tray type={}", tray.getType());
            var opened = new DorkboxTray(tray, bar, listener);
            opened.show(first);
            return opened;
        }

        private static boolean indicators() {
            for (var library : INDICATORS) {
                try (var found = NativeLibrary.getInstance(library)) {
                    LOG.debug("library found name={}", found.getName());
                    return true;
                } catch (UnsatisfiedLinkError e) {
                    LOG.debug("library not found name={}", library, e);
                }
            }
            return false;
        }

        private void awaitWindows() throws TrayRefused {
            try {
                var unused = windows.toCompletableFuture().get(patience, TimeUnit.SECONDS);
            } catch (TimeoutException | ExecutionException e) {
                LOG.debug("no JavaFX, no dorkbox", e);
                throw TrayRefused.forGood("JavaFX did not start in " + patience
                        + " seconds, and an icon before it would blacken its windows");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw TrayRefused.forGood("the program is ending");
            }
        }
    }

    private DorkboxTray(SystemTray tray, Supplier<Bar> bar, TrayListener listener) {
        this.tray = tray;
        this.bar = bar;
        this.listener = listener;
    }

    @Override
    public synchronized void show(TrayModel model) {
        tray.setImage(StateImages.draw(model.state(), bar.get(), size()));
        tray.setTooltip(model.tooltip());
        if (!model.menu().equals(shown)) {
            shown = model.menu();
            var menu = tray.getMenu();
            for (var entry : List.copyOf(menu.getEntries())) {
                menu.remove(entry);
            }
            fill(menu, model.menu().lines());
        }
    }

    /** The drawn size nearest to what the bar asks for, from above. */
    private int size() {
        int wanted = tray.getTrayImageSize();
        return StateImages.SIZES.stream()
                .filter(size -> size >= wanted)
                .findFirst()
                .orElse(StateImages.SIZES.getLast());
    }

    private void fill(Menu parent, List<? extends TrayMenu.Line> lines) {
        for (var line : lines) {
            switch (line) {
                case TrayMenu.Separator separator -> parent.add(new Separator());
                case TrayMenu.Item item -> {
                    var entry = new MenuItem(item.label().text(), event -> listener.chosen(item.action()));
                    entry.setEnabled(item.enabled());
                    mnemonic(entry, item.label());
                    parent.add(entry);
                }
                case TrayMenu.SubMenu subMenu -> {
                    var entry = new Menu(subMenu.label().text());
                    mnemonic(entry, subMenu.label());
                    fill(entry, subMenu.lines());
                    parent.add(entry);
                }
            }
        }
    }

    /** The library knows Latin letters only; another one would be read as the number of another key. */
    private static void mnemonic(MenuItem entry, TrayMenu.Label label) {
        int letter = label.letter();
        if (letter >= 'a' && letter <= 'z') {
            entry.setShortcut(
                    Character.toString(letter).toUpperCase(Locale.ROOT).charAt(0));
        }
    }

    @Override
    public boolean tell(Balloon balloon) {
        return false;
    }

    @Override
    public void close() {
        tray.shutdown();
    }
}
