package io.slipway.server.lab.guest;

import io.slipway.server.base.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A guest's own time: real time, sped up so that a simulated guest need not wait as long as a real one. */
final class GuestClock implements InstantSource, Sleeper {
    private final InstantSource real;
    private final Sleeper sleeper;
    private final double speed;
    private final Instant origin;

    GuestClock(InstantSource real, Sleeper sleeper, double speed) {
        this.real = real;
        this.sleeper = sleeper;
        this.speed = speed;
        this.origin = real.instant();
    }

    @Override
    public Instant instant() {
        var passed = Duration.between(origin, real.instant());
        return origin.plusNanos((long) (passed.toNanos() * speed));
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        sleeper.sleep(Duration.ofNanos((long) (time.toNanos() / speed)));
    }
}
