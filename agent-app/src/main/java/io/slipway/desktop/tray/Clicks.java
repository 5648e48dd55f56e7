package io.slipway.desktop.tray;

import io.slipway.desktop.shell.Place;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells apart what {@code java.awt.TrayIcon} reports as one and the same action: a click on the icon, its choice with the
 * keyboard, and a click on the message beside it.
 *
 * <p>A click on the icon comes with a press of the mouse, on some systems with an action beside it, as a double click twice. An
 * action without a press belongs to the message while one is there, else to the keyboard. Times are those of the events, in
 * milliseconds. Used on one thread.
 */
final class Clicks {
    /** The slowest double click that Windows lets its users set is 900 ms; its usual one is 500 ms. */
    static final long GESTURE_MILLIS = 500;

    /** Longer than any system leaves a message on the screen by itself; Windows takes 5 s unless the user sets up to 5 min. */
    static final long MESSAGE_MILLIS = 5 * 60_000L;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private long pressed = NEVER;
    private long activated = NEVER;
    private long told = NEVER;
    private @Nullable Place message;

    /** What a click means. */
    sealed interface Meaning {
        /** The icon. */
        record Icon() implements Meaning {}

        /** The message beside it. */
        record Message(Place place) implements Meaning {}
    }

    /** A message appeared. */
    void told(Place place, long when) {
        message = place;
        told = when;
    }

    /** The left button went down on the icon. */
    void pressed(long when) {
        pressed = when;
    }

    /** The left button was clicked on the icon. */
    Optional<Meaning> clicked(long when) {
        pressed = when;
        return activate(when);
    }

    /** An action event. */
    Optional<Meaning> acted(long when) {
        if (when - pressed < GESTURE_MILLIS) {
            return activate(when);
        }
        if (message != null && when - told < MESSAGE_MILLIS) {
            var place = message;
            message = null;
            return Optional.of(new Meaning.Message(place));
        }
        return activate(when);
    }

    private Optional<Meaning> activate(long when) {
        boolean again = when - activated < GESTURE_MILLIS;
        activated = when;
        message = null;
        return again ? Optional.empty() : Optional.of(new Meaning.Icon());
    }
}
