package io.slipway.home;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * How much this process writes into its log. More detail ends by itself after an hour, so that nobody forgets it; a restart ends it
 * too. Thread-safe.
 */
public final class LogDetail {
    /** How long more is written. */
    public static final Duration LASTS = Duration.ofHours(1);

    private static final String OURS = "io.slipway";
    private static final LogDetail PROCESS = new LogDetail();

    // Guarded by this; counts the switches, so that an older end does not end a newer hour.
    private long switches;

    private LogDetail() {}

    /** That of this process. */
    public static LogDetail ofThisProcess() {
        return PROCESS;
    }

    /** Whether more is written at this moment. */
    public synchronized boolean on() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getLogger(OURS).getLevel() == Level.DEBUG;
    }

    /** Writes more for an hour, or no more. */
    public void set(boolean more) {
        set(more, LASTS);
    }

    synchronized void set(boolean more, Duration lasts) {
        switches++;
        level(more);
        if (more) {
            long mine = switches;
            var unused = CompletableFuture.runAsync(
                    () -> end(mine), CompletableFuture.delayedExecutor(lasts.toMillis(), TimeUnit.MILLISECONDS));
        }
    }

    private synchronized void end(long mine) {
        if (mine == switches) {
            level(false);
        }
    }

    private static void level(boolean more) {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            // Without a level of its own it follows the root's.
            context.getLogger(OURS).setLevel(more ? Level.DEBUG : null);
        }
    }
}
