package io.slipway.desktop.app;

import io.slipway.demo.DemoSetting;
import io.slipway.demo.DemoStage;
import io.slipway.desktop.look.Theme;
import io.slipway.desktop.os.Autostart;
import io.slipway.desktop.prefs.Preferences;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.setup.FirstRun;
import io.slipway.desktop.setup.SetupPorts;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.MainWindow;
import io.slipway.desktop.shell.Place;
import io.slipway.desktop.shell.Recorded;
import io.slipway.server.boot.AgentAssembly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The services of one data folder and the window onto them; and, while somebody tries it, the demonstration with services of its own in
 * the same window. Use on the JavaFX thread, but for {@link #close}.
 */
final class RunningDesk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningDesk.class);
    static final List<MainWindow.Entry> PLACES = List.of(
            new MainWindow.Entry("overview", "layout-dashboard", new Place.Overview()),
            new MainWindow.Entry("vms", "device-desktop", new Place.Vms(Optional.empty())),
            new MainWindow.Entry("jobs", "list-details", new Place.Jobs(Optional.empty())),
            new MainWindow.Entry("profiles", "template", new Place.Profiles(Optional.empty())),
            new MainWindow.Entry("hosts", "server", new Place.Hosts(Optional.empty())),
            new MainWindow.Entry("settings", "settings", new Place.Settings(Optional.empty())),
            new MainWindow.Entry("help", "help-circle", new Place.Help()));

    private final AgentAssembly agent;
    private final Parts parts;
    private final Browser browser;
    /** Every demonstration that was started, so that none outlives the program. */
    private final List<DemoStage> demos = new CopyOnWriteArrayList<>();

    private Desk desk;
    private @Nullable MainWindow window;
    private @Nullable FirstRun firstRun;
    private @Nullable DemoStage demo;
    private volatile Place here = new Place.Overview();
    private volatile boolean focused;
    private volatile @Nullable Place inSight;
    private volatile boolean closed;

    /**
     * What it works with.
     *
     * @param restyle called when language or theme were changed; the window is made anew
     * @param restyleOnly called when the theme was changed and the window stays as it is
     * @param show brings the window up at a place
     * @param toast shows a message from the icon, so that it is seen where that is
     * @param quit asks, then ends the program
     */
    record Parts(
            Stage stage,
            PreferencesFile preferences,
            Background background,
            Supplier<Theme> theme,
            Supplier<Locale> language,
            Runnable restyle,
            Runnable restyleOnly,
            Consumer<Optional<Place>> show,
            Runnable toast,
            Runnable quit) {}

    private RunningDesk(AgentAssembly agent, Parts parts) {
        this.agent = agent;
        this.parts = parts;
        this.browser = new Browser(agent);
        this.desk = newDesk();
        parts.stage().focusedProperty().addListener((property, before, now) -> focused = now);
    }

    static RunningDesk real(AgentAssembly agent, Parts parts) {
        return new RunningDesk(agent, parts);
    }

    private Desk newDesk() {
        return new Desk(
                agent.parts(),
                parts.language().get(),
                parts.background(),
                place -> Platform.runLater(() -> parts.show().accept(Optional.of(place))),
                false);
    }

    AgentAssembly.Parts services() {
        return agent.parts();
    }

    /** The control panel in the browser; may be called from any thread. */
    void openBrowser() {
        parts.background()
                .run(
                        () -> {
                            browser.open();
                            return true;
                        },
                        opened -> LOG.info("control panel opened"),
                        failure -> LOG.error("the browser could not be opened", failure));
    }

    /** The folder of the log in the system's own window; may be called from any thread. */
    void openLogs() {
        var folder = agent.parts().config().dataFolder().toAbsolutePath().resolve("logs");
        parts.background()
                .run(
                        () -> {
                            Browser.start(folder.toUri().toString());
                            return true;
                        },
                        opened -> {},
                        failure -> LOG.error("the folder of the log could not be opened", failure));
    }

    /** Whether the focused window shows that place at this moment; may be called from any thread. */
    boolean inView(Place place) {
        return focused && place.equals(inSight);
    }

    Desk desk() {
        return desk;
    }

    /** Shows a place, or the place where one was; before the first run is over, the first run. */
    void open(Optional<Place> place) {
        if (place.isPresent() && (firstRun != null || demo != null)) {
            // Somebody asks for a place of the real window: the first run and the demonstration end by that.
            here = place.get();
            firstRunDone();
            return;
        }
        var shown = window;
        if (shown == null) {
            place.ifPresent(next -> here = next);
            build();
        } else if (place.isPresent()) {
            shown.open(place.get());
            here = shown.place().orElse(here);
            inSight = here;
        }
    }

    /** One that was still starting when the program ended goes at once. */
    private DemoStage openDemo() throws IOException {
        var stage = DemoStage.open(DemoSetting.of(System.getenv(), agent.parts().redactor()));
        demos.add(stage);
        if (closed) {
            stage.close();
        }
        return stage;
    }

    /** Makes the window anew, in the language and theme of now. */
    void rebuild() {
        here = Optional.ofNullable(window).flatMap(MainWindow::place).orElse(here);
        leaveWindow();
        desk = newDesk();
        if (parts.stage().isShowing()) {
            build();
        }
    }

    private void build() {
        if (firstRun == null && !parts.preferences().get().firstRunDone()) {
            firstRun();
        } else if (firstRun == null) {
            parts.stage().setScene(newWindow(desk, () -> {}, here).scene());
        }
    }

    private MainWindow newWindow(Desk on, Runnable leaveDemo, Place first) {
        var pages = new Pages(on, parts);
        var made = new MainWindow(on, parts.theme().get(), PLACES, pages::make, leaveDemo);
        window = made;
        made.open(first);
        inSight = on.demo() ? null : first;
        return made;
    }

    private void leaveWindow() {
        inSight = null;
        if (window != null) {
            window.close();
            window = null;
        }
        if (firstRun != null) {
            firstRun.close();
            firstRun = null;
        }
        closeDemo();
    }

    /** From the beginning; again after {@code done} only when the operator asks for the demonstration. */
    void firstRun() {
        leaveWindow();
        var run = new FirstRun(
                new Desk(
                        desk.services(),
                        desk.language(),
                        desk.background(),
                        place -> Platform.runLater(() -> open(Optional.of(place))),
                        false),
                ports());
        firstRun = run;
        var scene = new Scene(run.view());
        parts.theme().get().dress(scene);
        parts.stage().setScene(scene);
    }

    private SetupPorts ports() {
        return new SetupPorts(
                parts.theme().get(),
                theme -> {
                    parts.preferences()
                            .change(choices ->
                                    choices.withLook(Optional.of(theme.name().toLowerCase(Locale.ROOT))));
                    parts.restyleOnly().run();
                    theme.dress(parts.stage().getScene());
                },
                language -> {
                    parts.preferences().change(choices -> choices.withLanguage(Optional.of(language.getLanguage())));
                    parts.restyle().run();
                },
                this::openDemo,
                Optional.of(this::lookAround),
                this::startWithSession,
                parts.toast(),
                this::saveAs,
                this::firstRunDone);
    }

    private void firstRunDone() {
        parts.preferences().change(Preferences::withFirstRunDone);
        leaveWindow();
        build();
    }

    /** Reads a file or the registry. */
    private Optional<Consumer<Boolean>> startWithSession() {
        var autostart = Autostart.ofThisProcess();
        return autostart.state() == Autostart.State.UNAVAILABLE
                ? Optional.empty()
                : Optional.of(on -> startWithSession(autostart, on));
    }

    private void startWithSession(Autostart autostart, boolean on) {
        parts.preferences().change(Preferences::withStartAsked);
        parts.background()
                .run(
                        () -> {
                            if (on) {
                                autostart.switchOn();
                            } else {
                                autostart.switchOff();
                            }
                            return on;
                        },
                        done -> LOG.info("start with the session is now {}", done),
                        failure -> LOG.error("start with the session could not be changed", failure));
    }

    private Optional<Path> saveAs(String name) {
        var chooser = new FileChooser();
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(parts.stage())).map(File::toPath);
    }

    /** The whole window on the demonstration, with the ribbon; leaving it leads back to the first run. */
    private void lookAround(DemoStage stage) {
        var running = firstRun;
        firstRun = null;
        if (running != null) {
            running.close();
        }
        demo = stage;
        var tried = new Desk(stage.parts(), desk.language(), desk.background(), this::openInDemo, true);
        parts.stage()
                .setScene(newWindow(tried, this::firstRun, new Place.Overview()).scene());
    }

    private void openInDemo(Place place) {
        Platform.runLater(() -> {
            if (demo != null && window != null) {
                window.open(place);
            }
        });
    }

    /** Closing waits for the demonstration's own work, so not here. */
    private void closeDemo() {
        var ending = demo;
        demo = null;
        if (ending != null) {
            Thread.ofVirtual().name("demo-close").start(ending::close);
        }
    }

    /** The window goes out of sight. */
    void pause() {
        if (window != null) {
            window.pause();
        }
    }

    /** The window is in sight again. */
    void resume() {
        if (window != null) {
            window.resume();
        }
    }

    /** Asks the page that is shown whether it may go. */
    void leave(Runnable go) {
        if (window == null) {
            go.run();
        } else {
            window.leave(go);
        }
    }

    /** Writes what the operator did at the desktop to the audit trail. */
    void note(String action, String object, String outcome) {
        parts.background()
                .run(
                        () -> {
                            new Recorded(agent.parts()).note(action, object, outcome);
                            return outcome;
                        },
                        done -> {},
                        failure -> LOG.error("an entry of the audit trail was not written action={}", action, failure));
    }

    /** Ends what is shown; on the JavaFX thread, before {@link #close}. */
    void closeWindow() {
        leaveWindow();
    }

    /** Ends what the desktop added to the services: the page for the browser and the demonstrations; waits for them. */
    @Override
    public void close() {
        closed = true;
        browser.close();
        demos.forEach(DemoStage::close);
    }
}
