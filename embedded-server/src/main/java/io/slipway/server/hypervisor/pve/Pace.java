package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sleeper;
import io.slipway.server.base.SlipwayException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Waiting: how long between looks, and when to give up. */
final class Pace {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final int LOST_LOOKS = 5;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final PveOptions options;

    Pace(InstantSource clock, Sleeper sleeper, PveOptions options) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.options = options;
    }

    PveOptions options() {
        return options;
    }

    Instant now() {
        return clock.instant();
    }

    boolean over(Instant start, Duration limit) {
        return Duration.between(start, now()).compareTo(limit) > 0;
    }

    /**
     * Waits before the next look: 0.2 s at first, doubling up to the usual pause.
     *
     * @param look 0 for the first wait
     */
    void rest(int look) {
        var time = FIRST.multipliedBy(1L << Math.min(look, 6));
        var pause = time.compareTo(options.poll()) < 0 ? time : options.poll();
        try {
            sleeper.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SlipwayException(
                    Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "Slipway is stopping; the host goes on by itself."), e);
        }
    }

    /** Repeats a look after a lost connection: one of them must not end a clone of an hour. */
    <T> T acrossLosses(Supplier<T> look) {
        for (int attempt = 0; ; attempt++) {
            try {
                return look.get();
            } catch (SlipwayException e) {
                if (e.problem().code() != ProblemCode.SSH_UNREACHABLE || attempt >= LOST_LOOKS) {
                    throw e;
                }
                rest(attempt);
            }
        }
    }

    /** Repeats an action that reads, decides and writes, while the host says that somebody else is just at work. */
    <T> T patiently(Supplier<T> action) {
        var start = now();
        for (int attempt = 0; ; attempt++) {
            try {
                return action.get();
            } catch (SlipwayException e) {
                if (e.problem().code() != ProblemCode.HOST_BUSY || over(start, options.lockPatience())) {
                    throw e;
                }
                rest(attempt);
            }
        }
    }

    /** As {@link #patiently(Supplier)} without a result. */
    void patientlyDo(Runnable action) {
        patiently(() -> {
            action.run();
            return true;
        });
    }
}
