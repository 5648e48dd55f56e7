package io.slipway.desktop.instance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** What a second start does. */
public final class HandOver {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration BETWEEN = Duration.ofMillis(50);

    private HandOver() {}

    /**
     * Gives the arguments to the desktop that has the folder; tries again for ten seconds, because that one may just be starting.
     *
     * @return whether it took them
     */
    public static boolean to(Path dataFolder, List<String> arguments) {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!Mailbox.handOver(dataFolder, arguments)) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
        return true;
    }
}
