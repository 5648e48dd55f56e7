package io.slipway.desktop.app;

import io.slipway.desktop.instance.SingleInstance;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.PulseRate;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.text.Text;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running desktop. One thread, that of JavaFX, does everything here; what waits is done in the background.
 *
 * <p>The order of a start: the lock on the folder, the services in the background and the toolkit beside them, the window, then the tray
 * (a tray before the toolkit leaves black windows on Linux). The order of an end: tray, windows, services, lock.
 */
final class DesktopApp {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    private final SingleInstance instance;
    private final PreferencesFile preferences;
    private final Path folder;
    private final Background background = new Background();
    private final Stage stage = new Stage();
    private final WindowKeeper keeper;
    private final Crashes crashes;
    private final Ending ending;
    private final Services services;
    private final Closing closing;
    private final LinkQueue links;
    private Theme theme;
    private Locale language;
    private boolean hidden;
    private volatile @Nullable RunningDesk desk;
    private @Nullable Presence presence;
    private Optional<Place> wanted = Optional.empty();
    /** The program is on its way out: nothing is shown any more. */
    private volatile boolean ended;

    private DesktopApp(
            StartOptions options,
            Path folder,
            SingleInstance instance,
            PreferencesFile preferences,
            Services services,
            Theme theme) {
        this.services = services;
        this.instance = instance;
        this.folder = folder;
        this.preferences = preferences;
        this.hidden = options.hidden();
        this.language = Surface.language(preferences.get());
        this.theme = theme;
        this.keeper = new WindowKeeper(stage, preferences);
        this.crashes = new Crashes(this::text, () -> theme, () -> stage);
        this.ending = new Ending(this::text, () -> theme, () -> stage, background, this::hide, this::end);
        this.links = new LinkQueue(stage, () -> new LinkQuestion(Text.of("app", language), this.theme), this::show);
        this.closing = new Closing(List.of(background::close, this::closeDesk, services::close, instance::close));
    }

    /** Starts the desktop in this process and returns; the toolkit's thread goes on. */
    static void launch(StartOptions options, Path folder, SingleInstance instance) {
        var preferences = PreferencesFile.open(folder);
        var services = new Services(() -> AgentOpening.start(folder));
        var opening = services.open();
        // The system may be asked by a program of its own; that runs beside the start of the toolkit.
        var theme = CompletableFuture.supplyAsync(() -> Surface.theme(preferences.get()));
        Platform.startup(() -> {
            Platform.setImplicitExit(false);
            var app = new DesktopApp(options, folder, instance, preferences, services, theme.join());
            app.start(opening);
            app.links.add(options.links());
        });
    }

    private void start(CompletableFuture<AgentAssembly> opening) {
        crashes.install();
        PulseRate.follow(background);
        closing.whenTerminated(this::terminated);
        theme.apply();
        stage.setTitle(text().get("app.name"));
        Surface.icons(stage);
        stage.setOnCloseRequest(event -> {
            event.consume();
            closeWindow();
        });
        keeper.restore();
        if (!hidden) {
            stage.setScene(Surface.opening(text(), theme));
            stage.show();
            LOG.info("window shown after={} ms", sinceStart());
        }
        try {
            instance.receive(folder, arguments -> Platform.runLater(() -> handedOver(arguments)));
        } catch (IOException e) {
            LOG.warn("later starts cannot hand over to this one", e);
        }
        await(opening);
    }

    private void await(CompletableFuture<AgentAssembly> opening) {
        opening.whenComplete((agent, failure) -> Platform.runLater(() -> {
            if (failure == null) {
                openedOrNot(agent);
            } else {
                notOpened(failure);
            }
        }));
    }

    /**
     * A fault of ours here must not leave the operator before a wheel that turns for ever. It is told once the services are closed, so
     * that a second try finds the folder free.
     */
    private void openedOrNot(AgentAssembly agent) {
        if (ended) {
            return;
        }
        try {
            opened(agent);
        } catch (RuntimeException e) {
            closeFaces();
            var half = desk;
            desk = null;
            Thread.ofPlatform().name("desktop-discard").start(() -> {
                if (half != null) {
                    half.close();
                }
                services.discard();
                Platform.runLater(() -> notOpened(e));
            });
        }
    }

    private void opened(AgentAssembly agent) {
        var desk = RunningDesk.real(
                agent,
                new RunningDesk.Parts(
                        stage,
                        preferences,
                        background,
                        () -> theme,
                        () -> language,
                        this::restyle,
                        this::restyleOnly,
                        this::show,
                        this::sayHere,
                        ending::ask));
        this.desk = desk;
        presence = Presence.start(
                new Presence.Parts(desk, preferences, desk::inView, this::show, this::quit, this::trayGone), language);
        ending.ofAgent(agent);
        if (!hidden) {
            desk.open(wanted);
        }
        links.writeTo((link, outcome) -> desk.note("link.open", link, outcome));
        LOG.info("desktop ready after={} ms hidden={}", sinceStart(), hidden);
    }

    private void notOpened(Throwable failure) {
        if (ended) {
            return;
        }
        LOG.error("the services did not start", failure);
        stage.setScene(Surface.failed(
                text(),
                theme,
                failure,
                () -> {
                    stage.setScene(Surface.opening(text(), theme));
                    await(services.open());
                },
                this::end));
        hidden = false;
        stage.show();
    }

    /** Brings the window up, at a place or where it was. */
    private void show(Optional<Place> place) {
        if (ended) {
            return;
        }
        ending.goOnIfWaiting();
        hidden = false;
        var running = desk;
        if (running != null) {
            running.open(place);
            running.resume();
        } else {
            wanted = place.or(() -> wanted);
            if (stage.getScene() == null) {
                stage.setScene(Surface.opening(text(), theme));
            }
        }
        stage.setIconified(false);
        stage.show();
        stage.toFront();
        stage.requestFocus();
    }

    private void handedOver(List<String> arguments) {
        try {
            var options = StartOptions.parse(arguments);
            if (!options.hidden()) {
                show(Optional.empty());
            }
            links.add(options.links());
        } catch (StartOptions.Unknown e) {
            LOG.warn("a later start asked for something unknown: {}", e.getMessage());
        }
    }

    private void closeWindow() {
        var running = desk;
        if (running == null) {
            end();
            return;
        }
        keeper.remember();
        var icon = presence;
        if (icon != null && icon.visible() && !preferences.get().closeQuits()) {
            running.leave(() -> {
                hide();
                icon.windowClosed();
            });
        } else {
            running.leave(ending::ask);
        }
    }

    /** Out of sight: what was shown once is not there when the window comes back, and nothing is followed. */
    private void hide() {
        var running = desk;
        if (running != null) {
            running.pause();
        }
        stage.hide();
    }

    /** From the icon: the page is asked first, as at closing the window. */
    private void quit() {
        var running = desk;
        if (running != null && stage.isShowing()) {
            stage.setIconified(false);
            stage.toFront();
            running.leave(ending::ask);
        } else {
            ending.ask();
        }
    }

    /** A message from the icon, so that it is seen where that is. */
    private void sayHere() {
        if (presence != null) {
            presence.hello();
        }
    }

    /** Without an icon a hidden window could not be found again: it is shown, in the taskbar at least. */
    private void trayGone() {
        if (!stage.isShowing() && desk != null && !ending.waits()) {
            show(Optional.empty());
            stage.setIconified(true);
        }
    }

    /** Language or theme changed: the window is built anew at the place where it is. */
    private void restyle() {
        language = Surface.language(preferences.get());
        restyleOnly();
        var running = desk;
        if (running != null) {
            running.rebuild();
        }
        if (presence != null) {
            presence.speak(language);
        }
    }

    /** The theme alone, where the window stays as it is. */
    private void restyleOnly() {
        theme = Surface.theme(preferences.get());
        theme.apply();
    }

    private Text text() {
        return Text.of("shell", language);
    }

    /** Milliseconds since the Java machine began; what the system says of the process is wrong by up to a second on Linux. */
    private static long sinceStart() {
        return ManagementFactory.getRuntimeMXBean().getUptime();
    }

    /** Ends the program; no question any more. */
    private void end() {
        if (ended) {
            return;
        }
        leave();
        Thread.ofPlatform().name("desktop-end").start(() -> {
            int code = closing.now();
            Platform.exit();
            System.exit(code);
        });
    }

    /** The system ends the process; the toolkit goes down meanwhile, so what it says now is no fault. */
    private void terminated() {
        ended = true;
        links.close();
        crashes.calm();
        keeper.remember();
    }

    /** Nothing is taken or shown any more. */
    private void leave() {
        ended = true;
        links.close();
        keeper.remember();
        try {
            instance.receiveNoMore();
        } catch (IOException e) {
            LOG.warn("the mailbox did not close", e);
        }
        closeFaces();
        stage.hide();
    }

    private void closeFaces() {
        if (presence != null) {
            presence.close();
            presence = null;
        }
        var running = desk;
        if (running != null) {
            running.closeWindow();
        }
    }

    private void closeDesk() {
        var running = desk;
        if (running != null) {
            running.close();
        }
    }
}
