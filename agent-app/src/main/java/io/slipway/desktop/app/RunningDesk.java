package io.slipway.desktop.app;

import io.slipway.desktop.look.Theme;
import io.slipway.desktop.prefs.PreferencesFile;
import io.slipway.desktop.shell.Background;
import io.slipway.desktop.shell.Desk;
import io.slipway.desktop.shell.MainWindow;
import io.slipway.desktop.shell.Place;
import io.slipway.server.base.Caller;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.tenant.AuditEntry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
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
    private Desk desk;
    private @Nullable MainWindow window;
    private volatile Place here = new Place.Overview();
    private volatile boolean focused;

    /**
     * What it works with.
     *
     * @param restyle called when language or theme were changed
     * @param show brings the window up at a place
     * @param quit asks, then ends the program
     */
    record Parts(
            Stage stage,
            PreferencesFile preferences,
            Background background,
            Supplier<Theme> theme,
            Supplier<Locale> language,
            Runnable restyle,
            Consumer<Optional<Place>> show,
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
                path -> openBrowser(),
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
        return focused && place.equals(here);
    }

    Desk desk() {
        return desk;
    }

    /** Shows a place, or the place where one was. */
    void open(Optional<Place> place) {
        place.ifPresent(next -> here = next);
        var shown = window;
        if (shown == null) {
            build();
        } else if (place.isPresent()) {
            shown.open(here);
        }
    }

    /** Makes the window anew, in the language and theme of now. */
    void rebuild() {
        if (window != null) {
            window.close();
            window = null;
        }
        desk = newDesk();
        if (parts.stage().isShowing()) {
            build();
        }
    }

    private void build() {
        var pages = new Pages(desk, parts);
        var made = new MainWindow(desk, parts.theme().get(), PLACES, pages::make, () -> {});
        window = made;
        parts.stage().setScene(made.scene());
        made.open(here);
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
        var services = agent.parts();
        parts.background()
                .run(
                        () -> {
                            services.auditLog()
                                    .append(new AuditEntry(
                                            services.ids().next(),
                                            Caller.localOperator(),
                                            action,
                                            object,
                                            Map.of(),
                                            services.clock().instant(),
                                            outcome));
                            return outcome;
                        },
                        done -> {},
                        failure -> LOG.error("an entry of the audit trail was not written action={}", action, failure));
    }

    /** Ends the services; waits for them. */
    @Override
    public void close() {
        browser.close();
        agent.close();
    }
}
