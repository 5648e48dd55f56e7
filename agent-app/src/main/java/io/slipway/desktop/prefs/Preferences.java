package io.slipway.desktop.prefs;

import java.util.Map;
import java.util.Optional;

/**
 * The choices. Immutable; the {@code with} methods give a changed copy.
 *
 * @param language {@code en} or {@code ru}; empty follows the system
 * @param look {@code light} or {@code dark}; empty follows the system
 * @param closeQuits whether closing the last window ends the program; otherwise it stays in the tray
 * @param clickOpensWindow whether a click on the tray icon opens the window rather than the browser
 * @param toldOfTray whether the operator was told once that closing a window does not quit
 * @param firstRunDone whether the first run was finished or skipped
 * @param startAsked whether the operator was asked about starting with the session
 * @param notifications switches by kind; a kind that is not named is on
 * @param window where the window was, while it was not maximised
 * @param notified the newest job whose end was told, so that a restart does not tell it again
 */
public record Preferences(
        Optional<String> language,
        Optional<String> look,
        boolean closeQuits,
        boolean clickOpensWindow,
        boolean toldOfTray,
        boolean firstRunDone,
        boolean startAsked,
        Map<String, Boolean> notifications,
        Optional<WindowPlace> window,
        Optional<String> notified) {
    /** What a new user has. */
    public static final Preferences NEW = new Preferences(
            Optional.empty(),
            Optional.empty(),
            false,
            true,
            false,
            false,
            false,
            Map.of(),
            Optional.empty(),
            Optional.empty());

    public Preferences {
        notifications = Map.copyOf(notifications);
    }

    /** Where a window was, in pixels of the whole desktop. */
    public record WindowPlace(double x, double y, double width, double height, boolean maximised) {}

    public Preferences withLanguage(Optional<String> chosen) {
        return new Preferences(
                chosen,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withLook(Optional<String> chosen) {
        return new Preferences(
                language,
                chosen,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withCloseQuits(boolean chosen) {
        return new Preferences(
                language,
                look,
                chosen,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withClickOpensWindow(boolean chosen) {
        return new Preferences(
                language,
                look,
                closeQuits,
                chosen,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withToldOfTray() {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                true,
                firstRunDone,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withFirstRunDone() {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                true,
                startAsked,
                notifications,
                window,
                notified);
    }

    public Preferences withStartAsked() {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                true,
                notifications,
                window,
                notified);
    }

    public Preferences withNotifications(Map<String, Boolean> chosen) {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                chosen,
                window,
                notified);
    }

    public Preferences withWindow(WindowPlace place) {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                Optional.of(place),
                notified);
    }

    public Preferences withNotified(String job) {
        return new Preferences(
                language,
                look,
                closeQuits,
                clickOpensWindow,
                toldOfTray,
                firstRunDone,
                startAsked,
                notifications,
                window,
                Optional.of(job));
    }
}
