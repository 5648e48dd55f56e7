package io.slipway.desktop.tray;

import io.slipway.desktop.notify.Balloon;
import java.awt.AWTException;
import java.awt.EventQueue;
import java.awt.GraphicsEnvironment;
import java.awt.Image;
import java.awt.SystemTray;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.beans.PropertyChangeEvent;
import java.beans.PropertyChangeListener;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An icon by {@code java.awt.SystemTray}: nothing but the JDK, and in no order of starting a danger to JavaFX.
 *
 * <p>The menu is our own window, because AWT's has neither mnemonics nor the look of the product. On Windows the JDK itself puts
 * the icon back when the Explorer restarts; elsewhere a vanished host of icons is told as lost. Thread-safe.
 */
final class AwtTray implements TrayIcon {
    static final String NAME = "awt";

    private static final Logger LOG = LoggerFactory.getLogger(AwtTray.class);

    private final SystemTray tray;
    private final java.awt.TrayIcon icon;
    private final Supplier<Bar> bar;
    private final boolean grounded;
    private final TrayListener listener;
    private final InstantSource clock;
    private final PopupMenu menu;
    private final PropertyChangeListener watcher;
    private volatile TrayModel model;

    // Only on the event thread.
    private final Clicks clicks = new Clicks();

    /**
     * Opens such icons.
     *
     * @param bar what the icon stands on; asked each time the icon changes
     * @param grounded whether the icon brings its own ground: AWT on X11 lets no bar shine through
     */
    record Adapter(Supplier<Bar> bar, boolean grounded, InstantSource clock) implements TrayAdapter {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public TrayIcon open(TrayModel first, TrayListener listener, Consumer<String> lost) throws TrayRefused {
            if (GraphicsEnvironment.isHeadless()) {
                throw TrayRefused.forGood("this session has no screen");
            }
            if (!SystemTray.isSupported()) {
                throw TrayRefused.forNow("the desktop shows no icons of programs, or not yet");
            }
            var opened = new AwtTray(this, first, listener, lost);
            opened.add();
            return opened;
        }
    }

    private AwtTray(Adapter adapter, TrayModel first, TrayListener listener, Consumer<String> lost) {
        this.tray = SystemTray.getSystemTray();
        this.bar = adapter.bar();
        this.grounded = adapter.grounded();
        this.clock = adapter.clock();
        this.listener = listener;
        this.model = first;
        this.menu = new PopupMenu(listener::chosen);
        this.icon = new java.awt.TrayIcon(image(first.state()), first.tooltip());
        this.watcher = event -> watch(event, lost);
        icon.setImageAutoSize(true);
        icon.addMouseListener(new Mouse());
        icon.addActionListener(event -> tellOn(clicks.acted(event.getWhen())));
    }

    private void add() throws TrayRefused {
        try {
            tray.add(icon);
        } catch (AWTException e) {
            LOG.debug("the icon was not taken", e);
            throw TrayRefused.forNow("the desktop did not take the icon");
        }
        tray.addPropertyChangeListener("systemTray", watcher);
        tray.addPropertyChangeListener("trayIcons", watcher);
    }

    /** The host of icons went away, or somebody took the icon out. */
    private void watch(PropertyChangeEvent event, Consumer<String> lost) {
        boolean there = event.getNewValue() instanceof java.awt.TrayIcon[] icons
                ? Arrays.asList(icons).contains(icon)
                : event.getNewValue() instanceof SystemTray;
        if (!there) {
            forgetWatcher();
            lost.accept("the desktop's place for icons went away");
        }
    }

    private void forgetWatcher() {
        tray.removePropertyChangeListener("systemTray", watcher);
        tray.removePropertyChangeListener("trayIcons", watcher);
    }

    @Override
    public void show(TrayModel next) {
        model = next;
        icon.setImage(image(next.state()));
        icon.setToolTip(next.tooltip());
    }

    private Image image(TrayState state) {
        return grounded ? StateImages.onGround(state, bar.get()) : StateImages.of(state, bar.get());
    }

    @Override
    public boolean tell(Balloon balloon) {
        long now = clock.millis();
        EventQueue.invokeLater(() -> clicks.told(balloon.opens(), now));
        icon.displayMessage(
                balloon.title(),
                balloon.text(),
                switch (balloon.tone()) {
                    case INFO -> java.awt.TrayIcon.MessageType.INFO;
                    case WARNING -> java.awt.TrayIcon.MessageType.WARNING;
                    case ERROR -> java.awt.TrayIcon.MessageType.ERROR;
                });
        return true;
    }

    @Override
    public void close() {
        forgetWatcher();
        tray.remove(icon);
        menu.close();
    }

    private void tellOn(Optional<Clicks.Meaning> meaning) {
        meaning.ifPresent(it -> {
            switch (it) {
                case Clicks.Meaning.Icon clicked -> listener.activated();
                case Clicks.Meaning.Message message -> listener.opened(message.place());
            }
        });
    }

    /** Left opens the window, right the menu; which of press and release asks for a menu depends on the system. */
    private final class Mouse extends MouseAdapter {
        @Override
        public void mousePressed(MouseEvent event) {
            if (event.getButton() == MouseEvent.BUTTON1 && !event.isPopupTrigger()) {
                clicks.pressed(event.getWhen());
            }
            popup(event);
        }

        @Override
        public void mouseReleased(MouseEvent event) {
            popup(event);
        }

        @Override
        public void mouseClicked(MouseEvent event) {
            if (event.getButton() == MouseEvent.BUTTON1 && !event.isPopupTrigger()) {
                tellOn(clicks.clicked(event.getWhen()));
            }
        }

        private void popup(MouseEvent event) {
            if (event.isPopupTrigger()) {
                menu.open(model, bar.get());
            }
        }
    }
}
