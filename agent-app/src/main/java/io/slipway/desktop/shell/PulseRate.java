package io.slipway.desktop.shell;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.event.EventHandler;
import javafx.scene.input.InputEvent;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
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
    /** A window is in sight and was not touched for a few seconds: a wheel that turns still looks like one. */
    static final Duration CALM = Duration.ofMillis(100);
    /** Nor for longer: what comes from the background is drawn at once all the same, see {@link #delivered}. */
    static final Duration STILL = Duration.ofMillis(500);
    /** No window is in sight: only a clock that would be late for a new one. */
    static final Duration AWAY = Duration.ofMillis(1000);

    private static final Logger LOG = LoggerFactory.getLogger(PulseRate.class);
    private static final Limits USUAL = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(30));
    /** Long enough for the few pictures that one change needs. */
    private static final Duration ONE_CHANGE = Duration.ofMillis(60);

    private final Clock clock;
    private final Background background;
    private final Limits limits;
    private final EventHandler<InputEvent> touched = event -> touched();
    private long touchedAt = System.nanoTime();
    private @Nullable Future<?> look;
    private long lookAt;
    private Duration rate = AWAKE;

    /** The clock of the toolkit. */
    @FunctionalInterface
    interface Clock {
        void every(Duration period);
    }

    /** After how long without a touch a window is calm, and still. */
    record Limits(Duration calm, Duration still) {}

    private PulseRate(Clock clock, Background background, Limits limits) {
        this.clock = clock;
        this.background = background;
        this.limits = limits;
    }

    /** Follows all windows of this program until it ends. */
    public static void follow(Background background) {
        toolkit().ifPresent(clock -> follow(clock, background, USUAL));
    }

    static PulseRate follow(Clock clock, Background background, Limits limits) {
        var pulse = new PulseRate(clock, background, limits);
        Window.getWindows().forEach(pulse::add);
        Window.getWindows().addListener((ListChangeListener<Window>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(window -> window.removeEventFilter(InputEvent.ANY, pulse.touched));
                change.getAddedSubList().forEach(pulse::add);
            }
            pulse.touched();
        });
        background.afterDelivery(pulse::delivered);
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
        lookAfter(limits.calm());
    }

    /** A window may show something new, which must not wait for a slow clock. */
    private void delivered() {
        if (rate.equals(STILL)) {
            set(AWAKE);
            lookAfter(ONE_CHANGE);
        }
    }

    /** A look that is due sooner serves as well: it asks for the next one by itself. */
    private void lookAfter(Duration time) {
        long at = System.nanoTime() + time.toNanos();
        var pending = look;
        if (pending != null) {
            if (lookAt - at <= 0) {
                return;
            }
            pending.cancel(false);
        }
        lookAt = at;
        try {
            look = background
                    .timer()
                    .schedule(() -> Platform.runLater(this::look), time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The program ends.
        }
    }

    private void look() {
        look = null;
        var untouched = Duration.ofNanos(System.nanoTime() - touchedAt);
        if (untouched.compareTo(limits.calm()) < 0) {
            lookAfter(limits.calm().minus(untouched));
        } else if (Window.getWindows().isEmpty()) {
            set(AWAY);
        } else if (untouched.compareTo(limits.still()) < 0) {
            set(CALM);
            lookAfter(limits.still().minus(untouched));
        } else {
            set(STILL);
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
