package io.slipway.desktop.prefs;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The choices. Immutable; the {@code with} methods give a changed copy.
 *
 * @param language {@code en} or {@code ru}; empty follows the system
 * @param look {@code light} or {@code dark}; empty follows the system
 * @param closeQuits whether closing the last window ends the program; otherwise it stays in the tray
 * @param clickOpensWindow whether a click on the tray icon opens the window rather than the browser
 * @param firstRunDone whether the first run was finished or skipped
 * @param startAsked whether the operator was asked about starting with the session
 * @param window where the window was, while it was not maximised
 * @param notes what parts of the desktop remember by key: which messages were told, which kinds are switched off
 */
public record Preferences(
        Optional<String> language,
        Optional<String> look,
        boolean closeQuits,
        boolean clickOpensWindow,
        boolean firstRunDone,
        boolean startAsked,
        Optional<WindowPlace> window,
        Map<String, String> notes) {
    /** What a new user has. */
    public static final Preferences NEW =
            new Preferences(Optional.empty(), Optional.empty(), false, true, false, false, Optional.empty(), Map.of());

    public Preferences {
        notes = Map.copyOf(notes);
    }

    /** Where a window was, in pixels of the whole desktop. */
    public record WindowPlace(double x, double y, double width, double height, boolean maximised) {}

    public Preferences withLanguage(Optional<String> chosen) {
        return new Preferences(chosen, look, closeQuits, clickOpensWindow, firstRunDone, startAsked, window, notes);
    }

    public Preferences withLook(Optional<String> chosen) {
        return new Preferences(language, chosen, closeQuits, clickOpensWindow, firstRunDone, startAsked, window, notes);
    }

    public Preferences withCloseQuits(boolean chosen) {
        return new Preferences(language, look, chosen, clickOpensWindow, firstRunDone, startAsked, window, notes);
    }

    public Preferences withClickOpensWindow(boolean chosen) {
        return new Preferences(language, look, closeQuits, chosen, firstRunDone, startAsked, window, notes);
    }

    public Preferences withFirstRunDone() {
        return new Preferences(language, look, closeQuits, clickOpensWindow, true, startAsked, window, notes);
    }

    public Preferences withStartAsked() {
        return new Preferences(language, look, closeQuits, clickOpensWindow, firstRunDone, true, window, notes);
    }

    public Preferences withWindow(WindowPlace place) {
        return new Preferences(
                language, look, closeQuits, clickOpensWindow, firstRunDone, startAsked, Optional.of(place), notes);
    }

    public Preferences withNote(String key, String value) {
        var more = new TreeMap<>(notes);
        more.put(key, value);
        return new Preferences(language, look, closeQuits, clickOpensWindow, firstRunDone, startAsked, window, more);
    }
}
