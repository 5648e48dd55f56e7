package io.slipway.desktop.shell;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/**
 * Calls something every second on the JavaFX thread while it is in sight. Start and stop it there.
 *
 * <p>No animation of JavaFX: one that runs, however slow, makes the toolkit draw sixty times a second, which costs two hundredths of a
 * processor for nothing.
 */
public final class Seconds {
    private final Background background;
    private final Runnable each;
    private @Nullable Future<?> running;

    Seconds(Background background, Runnable each) {
        this.background = background;
        this.each = each;
    }

    /** Begins; begun already is fine. */
    public void play() {
        if (running != null) {
            return;
        }
        try {
            running =
                    background.timer().scheduleAtFixedRate(() -> Platform.runLater(this::tick), 1, 1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // The program ends.
        }
    }

    /** Ends; nothing comes after it. */
    public void stop() {
        var ticking = running;
        running = null;
        if (ticking != null) {
            ticking.cancel(false);
        }
    }

    /** A call that was on its way when it was stopped does nothing. */
    private void tick() {
        if (running != null) {
            each.run();
        }
    }
}
