package io.slipway.desktop.tray;

import io.slipway.desktop.notify.Balloon;
import io.slipway.desktop.notify.BalloonSink;

/**
 * The icon beside the clock: a model goes in, clicks come out through a {@link TrayListener}.
 *
 * <p>Implementations: {@link AwtTray}, {@link DorkboxTray} and {@link NoTray}. {@link FallbackTray} is what the program uses: it
 * chooses one of them and never fails. Thread-safe.
 */
public interface TrayIcon extends BalloonSink, AutoCloseable {
    /** Shows this state, sentence and menu from now on. */
    void show(TrayModel model);

    @Override
    boolean tell(Balloon balloon);

    /** Takes the icon away; twice is fine. */
    @Override
    void close();
}
