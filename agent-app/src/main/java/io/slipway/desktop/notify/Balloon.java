package io.slipway.desktop.notify;

import io.slipway.desktop.shell.Place;

/**
 * A message beside the tray.
 *
 * @param title one line
 * @param text one or two sentences, no secret
 * @param opens what a click leads to
 */
public record Balloon(Tone tone, String title, String text, Place opens) {
    /** How a message looks and sounds. */
    public enum Tone {
        INFO,
        WARNING,
        ERROR
    }
}
