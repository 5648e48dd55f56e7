package io.slipway.desktop.shell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.event.EventHandler;
import javafx.scene.input.InputEvent;
import javafx.stage.Window;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slows the clock by which JavaFX draws while nobody looks at a window or touches it. JavaFX thread only.
 *
 * <p>JavaFX 21 wakes sixty times a second for as long as it runs, also with nothing to draw: where it wants to pause that clock, its
 * adapter for GTK does nothing ({@code com.sun.glass.ui.gtk.GtkTimer._pause}). That alone is a hundredth of a processor, twice what the
 * whole program may take when idle. There is no public way to the clock, so it is reached by reflection, for which the launcher opens
 * two packages; where that does not work, everything stays as JavaFX has it.
 */
public final class PulseRate {
    /** Sixty pictures a second: somebody works with a window. */
    static final Duration AWAKE = Duration.ofMillis(16);
    /** A window is in sight and was not touched for a while: what it shows of its own changes once a second. */
    static final Duration CALM = Duration.ofMillis(100);
    /** No window is in sight: only a clock that would be late for a new one. */
    static final Duration AWAY = Duration.ofMillis(1000);

    private static final Logger LOG = LoggerFactory.getLogger(PulseRate.class);
    private static final Duration UNTIL_CALM = Duration.ofSeconds(5);

    private final Clock clock;
    private final Background background;
    private final Duration untilCalm;
    private final EventHandler<InputEvent> touched = event -> touched();
    private long touchedAt = System.nanoTime();
    private boolean looking;
    private Duration rate = AWAKE;

    /** The clock of the toolkit. */
    @FunctionalInterface
    interface Clock {
        void every(Duration period);
    }

    private PulseRate(Clock clock, Background background, Duration untilCalm) {
        this.clock = clock;
        this.background = background;
        this.untilCalm = untilCalm;
    }

    /** Follows all windows of this program until it ends. */
    public static void follow(Background background) {
        toolkit().ifPresent(clock -> follow(clock, background, UNTIL_CALM));
    }

    static PulseRate follow(Clock clock, Background background, Duration untilCalm) {
        var pulse = new PulseRate(clock, background, untilCalm);
        Window.getWindows().forEach(pulse::add);
        Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(window -> window.removeEventFilter(InputEvent.ANY, pulse.touched));
                change.getAddedSubList().forEach(pulse::add);
            }
            pulse.touched();
        });
        pulse.touched();
        return pulse;
    }

    /** How often JavaFX draws now. */
    Duration rate() {
        return rate;
    }

    private void add(Window window) {
        window.addEventFilter(InputEvent.ANY, touched);
    }

    private void touched() {
        touchedAt = System.nanoTime();
        set(AWAKE);
        lookAfter(untilCalm);
    }

    private void lookAfter(Duration time) {
        if (looking) {
            return;
        }
        looking = true;
        try {
            background.timer().schedule(() -> Platform.runLater(this::look), time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The program ends.
        }
    }

    private void look() {
        looking = false;
        var left = untilCalm.minusNanos(System.nanoTime() - touchedAt);
        if (left.isPositive()) {
            lookAfter(left);
        } else {
            set(Window.getWindows().isEmpty() ? AWAY : CALM);
        }
    }

    private void set(Duration wanted) {
        if (!rate.equals(wanted)) {
            rate = wanted;
            clock.every(wanted);
        }
    }

    /** The toolkit's own clock; empty where its inner parts are closed or other than known. */
    static Optional<Clock> toolkit() {
        try {
            var toolkit = Class.forName("com.sun.javafx.tk.Toolkit")
                    .getMethod("getToolkit")
                    .invoke(null);
            Field timer = toolkit.getClass().getDeclaredField("pulseTimer");
            timer.setAccessible(true);
            Method start = Class.forName("com.sun.glass.ui.Timer").getMethod("start", int.class);
            Object pulses = timer.get(toolkit);
            return pulses == null ? Optional.empty() : Optional.of(period -> start(start, pulses, period));
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.debug("the toolkit's clock cannot be reached; it stays as it is", e);
            return Optional.empty();
        }
    }

    private static void start(Method start, Object pulses, Duration period) {
        try {
            start.invoke(pulses, Math.toIntExact(period.toMillis()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the toolkit's clock does not start", e);
        }
    }
}
