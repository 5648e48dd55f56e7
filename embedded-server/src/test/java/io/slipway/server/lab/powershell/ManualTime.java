package io.slipway.server.lab.powershell;

import io.slipway.server.base.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A clock that moves when somebody sleeps. */
final class ManualTime implements InstantSource, Sleeper {
    final List<Duration> sleeps = new ArrayList<>();
    /** How many times longer a sleep is than asked for. */
    int stretch = 1;

    private Instant now;

    ManualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    synchronized void set(Instant time) {
        now = time;
    }

    @Override
    public synchronized void sleep(Duration time) {
        sleeps.add(time);
        now = now.plus(time.multipliedBy(stretch));
    }
}
