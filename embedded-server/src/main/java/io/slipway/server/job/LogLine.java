package io.slipway.server.job;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One line of a job's log.
 *
 * @param seq position in the log, from 1, without gaps
 * @param subject which VM it is about
 * @param text at most 8 KiB, without control characters and secrets
 */
public record LogLine(long seq, Instant at, Optional<String> subject, String text) {
    private static final Pattern FAILURE = Pattern.compile("[a-z-]+ failed: [A-Z_]+ .*");
    private static final Pattern TROUBLE = Pattern.compile("[a-z-]+ waits: .*|[a-z-]+: .* Trying again\\.");

    /** How much a line matters to somebody who looks for what went wrong. */
    public enum Level {
        /** What happens. */
        INFO,
        /** Something stood in the way and is tried again or waited for. */
        WARNING,
        /** A step failed. */
        ERROR
    }

    /** Told by the engine's own way of writing, which is the only one that tells of trouble. */
    public Level level() {
        if (FAILURE.matcher(text).matches()) {
            return Level.ERROR;
        }
        return TROUBLE.matcher(text).matches() ? Level.WARNING : Level.INFO;
    }
}
