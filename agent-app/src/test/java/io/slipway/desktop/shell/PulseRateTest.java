package io.slipway.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.Display;
import io.slipway.desktop.Fx;
import io.slipway.desktop.look.Theme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Display.class)
class PulseRateTest {
    private static final PulseRate.Limits SOON = new PulseRate.Limits(Duration.ofMillis(50), Duration.ofMillis(100));
    private static final PulseRate.Limits NEVER_STILL = new PulseRate.Limits(Duration.ofMillis(50), Duration.ofDays(1));

    private final Background background = new Background();
    private final List<Duration> set = new ArrayList<>();

    @BeforeEach
    void start() {
        Fx.start(Theme.LIGHT);
        Fx.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
    }

    @AfterEach
    void close() {
        Fx.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        background.close();
    }

    @Test
    void aWindowThatNobodyTouchesIsDrawnSeldomAndATouchWakesItAtOnce() {
        var stage = window();
        var pulse = Fx.get(() -> PulseRate.follow(set::add, background, NEVER_STILL));

        Fx.until("calm", () -> pulse.rate().equals(PulseRate.CALM));
        Fx.run(() -> stage.fireEvent(press()));
        assertThat(Fx.get(() -> List.copyOf(set))).containsExactly(PulseRate.CALM, PulseRate.AWAKE);

        Fx.until("calm again", () -> pulse.rate().equals(PulseRate.CALM));
    }

    @Test
    void aWindowLeftAloneForLongIsDrawnAtOnceWhenSomethingCameFromTheBackground() {
        window();
        var pulse = Fx.get(() -> PulseRate.follow(set::add, background, SOON));
        Fx.until("still", () -> pulse.rate().equals(PulseRate.STILL));

        var atDelivery = new ArrayList<Duration>();
        background.run(() -> 1, answer -> Platform.runLater(() -> atDelivery.add(pulse.rate())), problem -> {});

        Fx.until("delivered", () -> !atDelivery.isEmpty());
        assertThat(atDelivery).containsExactly(PulseRate.AWAKE);
        Fx.until("still again", () -> pulse.rate().equals(PulseRate.STILL));
        assertThat(Fx.get(() -> List.copyOf(set)))
                .containsExactly(PulseRate.CALM, PulseRate.STILL, PulseRate.AWAKE, PulseRate.STILL);
    }

    @Test
    void withoutAWindowInSightTheClockNearlyStandsAndANewWindowStartsIt() {
        var pulse = Fx.get(() -> PulseRate.follow(set::add, background, SOON));
        Fx.until("away", () -> pulse.rate().equals(PulseRate.AWAY));

        var stage = window();

        assertThat(Fx.get(pulse::rate)).isEqualTo(PulseRate.AWAKE);
        Fx.run(stage::hide);
        Fx.until("away again", () -> pulse.rate().equals(PulseRate.AWAY));
    }

    @Test
    void theToolkitsOwnClockObeys() {
        window();
        var clock = PulseRate.toolkit().orElseThrow();
        try {
            Fx.run(() -> clock.every(Duration.ofMillis(500)));
            assertThat(secondsFor(4)).isGreaterThan(1.2);

            Fx.run(() -> clock.every(PulseRate.AWAKE));
            assertThat(secondsFor(4)).isLessThan(1.2);
        } finally {
            Fx.run(() -> clock.every(PulseRate.AWAKE));
        }
    }

    /** How long so many pictures take. */
    private static double secondsFor(int pictures) {
        var drawn = new AtomicInteger();
        long begun = System.nanoTime();
        var counter = Fx.get(() -> {
            var timer = new AnimationTimer() {
                @Override
                public void handle(long now) {
                    drawn.incrementAndGet();
                }
            };
            timer.start();
            return timer;
        });
        try {
            Fx.until("pictures", () -> drawn.get() >= pictures);
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            Fx.run(counter::stop);
        }
    }

    private static Stage window() {
        return Fx.get(() -> {
            var stage = new Stage();
            stage.setScene(new Scene(new StackPane(), 100, 100));
            stage.show();
            return stage;
        });
    }

    private static MouseEvent press() {
        return new MouseEvent(
                MouseEvent.MOUSE_PRESSED,
                1,
                1,
                1,
                1,
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                true,
                false,
                false,
                true,
                false,
                true,
                null);
    }
}
