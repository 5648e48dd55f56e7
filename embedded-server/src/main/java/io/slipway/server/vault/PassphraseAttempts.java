package io.slipway.server.vault;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Slows guessing down: five wrong answers at once, then a pause that doubles with each further one, up to five minutes.
 *
 * <p>It keeps out programs that may talk to us and not read our files; whoever has the files guesses elsewhere, at the cost
 * that the passphrase was given. Not thread-safe.
 */
final class PassphraseAttempts {
    private static final int FREE = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int MOST_DOUBLINGS = 10;

    private final InstantSource clock;
    private int wrong;
    private Instant next = Instant.MIN;

    PassphraseAttempts(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws io.slipway.server.base.SlipwayException RATE_LIMITED with the whole seconds to wait under {@code retry_after} */
    void require() {
        var now = clock.instant();
        if (now.isBefore(next)) {
            long seconds =
                    Math.max(1, Duration.between(now, next).plusMillis(999).toSeconds());
            throw Problem.of(
                            ProblemCode.RATE_LIMITED,
                            "Too many wrong answers. The next one is looked at in " + seconds + " seconds.")
                    .with("retry_after", seconds)
                    .exception();
        }
    }

    void wrong() {
        wrong++;
        if (wrong >= FREE) {
            var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(wrong - FREE, MOST_DOUBLINGS));
            next = clock.instant().plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
        }
    }

    void right() {
        wrong = 0;
        next = Instant.MIN;
    }
}
