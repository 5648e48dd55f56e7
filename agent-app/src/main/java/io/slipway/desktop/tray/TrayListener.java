package io.slipway.desktop.tray;

import io.slipway.desktop.shell.Place;

/**
 * Hears what the operator does with the icon. Called on a thread of the tray, so a window's thread takes over from there.
 */
public interface TrayListener {
    /** The icon itself was clicked, or chosen with the keyboard. */
    void activated();

    /** A line of the menu was chosen. */
    void chosen(TrayAction action);

    /** A message was clicked. */
    void opened(Place place);

    /**
     * The icon appeared or went away. Without one the window has to stay: it is the only way in.
     *
     * @param choice what shows the icon now and why the others do not
     */
    void placed(TrayChoice choice);
}
