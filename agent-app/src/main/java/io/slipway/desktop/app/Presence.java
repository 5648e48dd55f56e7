package io.slipway.desktop.app;

import io.slipway.desktop.notify.Balloon;
import io.slipway.desktop.notify.CloseHint;
import io.slipway.desktop.notify.JobEnds;
import io.slipway.desktop.notify.NotificationMemory;
import io.slipway.desktop.notify.Notifier;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.tray.FallbackTray;
import io.slipway.desktop.tray.TrayAction;
import io.slipway.desktop.tray.TrayChoice;
import io.slipway.desktop.tray.TrayFacts;
import io.slipway.desktop.tray.TrayListener;
import io.slipway.desktop.tray.TrayOptions;
import io.slipway.desktop.tray.TrayWords;
import io.slipway.desktop.watch.Watch;
import io.slipway.desktop.watch.Work;
import io.slipway.desktop.watch.WorkReader;
import io.slipway.server.store.Database;
import io.slipway.server.text.Text;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/**
 * What is there of the program while no window is: the icon, its menu, and the messages. Looks after each change of the store, and every
 * half a minute for what changes without one, such as a host that went away.
 */
final class Presence implements TrayListener, AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration TICK = Duration.ofSeconds(30);

    private final Parts parts;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("presence").factory());
    private final Database.Hints hints;
    private final FallbackTray tray;
    private final CloseHint closeHint;
    private final Watch watch;
    private volatile Locale language;
    private volatile boolean visible;

    /**
     * What it works with.
     *
     * @param inView whether the focused window shows that place
     * @param show brings the window up
     * @param quit asks, then ends the program
     * @param gone called on the JavaFX thread when the icon is gone: the window must be seen then
     */
    record Parts(
            RunningDesk desk,
            PreferencesFile preferences,
            Predicate<Place> inView,
            Consumer<Optional<Place>> show,
            Runnable quit,
            Runnable gone) {}

    private Presence(Parts parts, Locale language) {
        this.parts = parts;
        this.language = language;
        var services = parts.desk().services();
        var memory = NotificationMemory.of(parts.preferences());
        var options = new TrayOptions(
                TrayOptions.Library.of(note(TrayOptions.LIBRARY_KEY)),
                () -> TrayOptions.bar(note(TrayOptions.BAR_KEY)),
                CompletableFuture.completedStage(true),
                services.clock());
        var nothing = Work.none(Work.Server.STARTING);
        this.tray = FallbackTray.start(options, new TrayWords(language).model(TrayFacts.of(nothing, false)), this);
        this.closeHint = new CloseHint(memory, tray, () -> this.language);
        this.watch = new Watch(
                new WorkReader(
                        parts.desk().desk().tenant(),
                        services.jobs(),
                        services.vms(),
                        services.vault(),
                        services.health().warnings()),
                thread,
                PAUSE);
        watch.addListener(work -> tray.show(new TrayWords(this.language).model(TrayFacts.of(work, false))));
        watch.addListener(new Notifier(new Notifier.Parts(
                JobEnds.of(parts.desk().desk().tenant(), services.jobs()),
                memory,
                tray,
                parts.inView(),
                () -> this.language,
                services.clock())));
        this.hints = services.database().onCommit(watch::changed);
        thread.scheduleWithFixedDelay(watch::changed, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    static Presence start(Parts parts, Locale language) {
        return new Presence(parts, language);
    }

    private String note(String key) {
        return parts.preferences().get().notes().getOrDefault(key, "");
    }

    /** Whether there is an icon, so that the program can be found without a window. */
    boolean visible() {
        return visible;
    }

    /** Says where the program is to be found. */
    void hello() {
        var text = Text.of(TrayWords.BUNDLE, language);
        thread.execute(() -> tray.tell(new Balloon(
                Balloon.Tone.INFO, text.get("note.stays"), text.get("note.stays.text"), new Place.Overview())));
    }

    /** The window was closed and the program stays. */
    void windowClosed() {
        closeHint.windowClosed();
    }

    /** Words in this language from now on. */
    void speak(Locale next) {
        language = next;
        watch.changed();
    }

    @Override
    public void activated() {
        if (parts.preferences().get().clickOpensWindow()) {
            Platform.runLater(() -> parts.show().accept(Optional.empty()));
        } else {
            parts.desk().openBrowser();
        }
    }

    @Override
    public void chosen(TrayAction action) {
        switch (action) {
            case TrayAction.Open open -> opened(open.place());
            case TrayAction.Connect connect -> {
                if (!RemoteDesktop.open(connect.address())) {
                    opened(new Place.Vms(Optional.of(connect.vmId())));
                }
            }
            case TrayAction.CopyAddress copy -> Platform.runLater(() -> copy(copy.address()));
            case TrayAction.Plain plain -> chosen(plain);
        }
    }

    private void chosen(TrayAction.Plain action) {
        var jobs = parts.desk().services().jobs();
        var tenant = parts.desk().desk().tenant();
        switch (action) {
            case CONTROL_PANEL -> parts.desk().openBrowser();
            case PAUSE -> thread.execute(() -> jobs.pauseNew(tenant, true));
            case RESUME -> thread.execute(() -> jobs.pauseNew(tenant, false));
            case LOGS -> parts.desk().openLogs();
            case DIAGNOSTIC_BUNDLE, ABOUT, PAIR_AGAIN -> opened(new Place.Help());
            case QUIT -> Platform.runLater(parts.quit());
        }
    }

    @Override
    public void opened(Place place) {
        Platform.runLater(() -> parts.show().accept(Optional.of(place)));
    }

    @Override
    public void placed(TrayChoice choice) {
        visible = choice.visible();
        if (!visible) {
            Platform.runLater(parts.gone());
        }
    }

    private static void copy(String words) {
        var content = new ClipboardContent();
        content.putString(words);
        Clipboard.getSystemClipboard().setContent(content);
    }

    @Override
    public void close() {
        hints.close();
        thread.shutdownNow();
        tray.close();
    }
}
