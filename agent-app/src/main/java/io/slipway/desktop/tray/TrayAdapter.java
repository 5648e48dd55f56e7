package io.slipway.desktop.tray;

import java.util.function.Consumer;

/** One way to put an icon on the screen. */
interface TrayAdapter {
    /** Short and stable; also the word of the setting that prefers it. */
    String name();

    /**
     * Puts the icon there. Called on the tray's own thread and may take seconds.
     *
     * @param first what it shows at once
     * @param listener hears the clicks
     * @param lost told once with a sentence when the icon went away although nobody closed it
     * @throws TrayRefused when this way does not work here or not yet
     */
    TrayIcon open(TrayModel first, TrayListener listener, Consumer<String> lost) throws TrayRefused;
}
