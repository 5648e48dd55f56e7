package io.slipway.server.base;

import java.time.Duration;

/** Waits; a port so that tests decide how time passes. */
@FunctionalInterface
public interface Sleeper {
    /** Returns after the given time, or earlier when the thread is interrupted. */
    void sleep(Duration time) throws InterruptedException;

    /** The real one. */
    static Sleeper system() {
        return Thread::sleep;
    }
}
