package io.slipway.desktop.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.desktop.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final ManualScheduler scheduler = new ManualScheduler();
    private final AtomicInteger looks = new AtomicInteger();
    private final ArrayList<Work> told = new ArrayList<>();

    @Test
    void aStormOfHintsIsOneLook() {
        var watch = watch();

        for (int i = 0; i < 1000; i++) {
            watch.changed();
        }
        scheduler.pass(PAUSE);

        assertThat(looks).hasValue(1);
        assertThat(told).hasSize(1);
    }

    @Test
    void aHintDuringALookLeadsToAnotherOne() {
        var watch = watch();
        watch.addListener(work -> {
            if (looks.get() == 1) {
                watch.changed();
            }
        });

        watch.changed();
        scheduler.pass(PAUSE.multipliedBy(5));

        assertThat(looks).hasValue(2);
    }

    @Test
    void aListenerThatFailsDoesNotKeepTheNewsFromTheOthers() {
        var watch = new Watch(this::look, scheduler, PAUSE);
        watch.addListener(work -> {
            throw new IllegalStateException("broken");
        });
        watch.addListener(told::add);

        watch.changed();
        scheduler.pass(PAUSE);
        watch.changed();
        scheduler.pass(PAUSE);

        assertThat(told).hasSize(2);
    }

    @Test
    void aLookThatFailsIsTakenAgainAtTheNextHint() {
        var watch = new Watch(
                () -> {
                    if (looks.getAndIncrement() == 0) {
                        throw new IllegalStateException("the store is closed");
                    }
                    return Work.none(Work.Server.RUNNING);
                },
                scheduler,
                PAUSE);
        watch.addListener(told::add);

        watch.changed();
        scheduler.pass(PAUSE);
        assertThat(told).isEmpty();
        watch.changed();
        scheduler.pass(PAUSE);

        assertThat(told).hasSize(1);
    }

    @Test
    void hintsAfterTheEndAreDropped() {
        var watch = watch();
        scheduler.shutdown();

        watch.changed();

        assertThat(scheduler.waiting()).isZero();
    }

    private Watch watch() {
        var watch = new Watch(this::look, scheduler, PAUSE);
        watch.addListener(told::add);
        return watch;
    }

    private Work look() {
        looks.incrementAndGet();
        return Work.none(Work.Server.RUNNING);
    }
}
