package io.slipway.server.hypervisor.pve.rest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Cuts off what takes too long as a whole, although a byte comes now and then, or what stands still. Its thread ends when it is
 * closed.
 */
final class Watchdog implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final CountDownLatch done = new CountDownLatch(1);
    /** On the clock of {@link System#nanoTime}, as {@link #end}. */
    private final long last;

    private final long silence;
    private final Thread thread;
    private volatile long end;
    private volatile boolean bitten;
    private boolean closed;

    /** As {@link #Watchdog(Duration, Duration, Runnable)} for what moves on only at its end. */
    Watchdog(Duration patience, Runnable cut) {
        this(patience, patience, cut);
    }

    /**
     * Watches from now on.
     *
     * @param patience for the whole
     * @param silence longest time between two calls of {@link #movedOn}
     * @param cut ends what blocks; it may be called while that just ends by itself, and again until this is closed
     */
    Watchdog(Duration patience, Duration silence, Runnable cut) {
        this.last = System.nanoTime() + patience.toNanos();
        this.silence = silence.toNanos();
        movedOn();
        this.thread = Thread.ofVirtual().name("rest-deadline").start(() -> watch(cut));
    }

    /** Something was taken. */
    void movedOn() {
        long next = System.nanoTime() + silence;
        end = next - last < 0 ? next : last;
    }

    private void watch(Runnable cut) {
        try {
            long wait = end - System.nanoTime();
            while (!done.await(wait, TimeUnit.NANOSECONDS)) {
                wait = end - System.nanoTime();
                if (wait <= 0) {
                    bite(cut);
                    // On a slow machine the connection may be made only after the first cut, and must not live for
                    // that.
                    wait = AGAIN.toNanos();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Not after {@link #close}: then the next request may have begun on what would be cut. */
    private synchronized void bite(Runnable cut) {
        if (!closed) {
            bitten = true;
            cut.run();
        }
    }

    /** Whether the time was over. */
    boolean bitten() {
        return bitten;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        done.countDown();
        thread.interrupt();
    }
}
