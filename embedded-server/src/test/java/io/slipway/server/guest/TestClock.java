package io.slipway.server.guest;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
public final class TestClock implements InstantSource {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00.250Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    public void reset() {
        now = START;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }
}
