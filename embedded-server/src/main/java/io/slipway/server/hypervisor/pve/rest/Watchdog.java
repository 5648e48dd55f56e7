package io.slipway.server.hypervisor.pve.rest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Cuts off what takes too long as a whole, although a byte comes now and then. Its thread ends when it is closed. */
final class Watchdog implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofMillis(100);

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean bitten;
    private boolean closed;

    /** @param cut ends what blocks; it may be called while that just ends by itself, and again until this is closed */
    Watchdog(Duration patience, Runnable cut) {
        this.thread = Thread.ofVirtual().name("rest-deadline").start(() -> watch(patience, cut));
    }

    private void watch(Duration patience, Runnable cut) {
        try {
            long wait = patience.toMillis();
            while (!done.await(wait, TimeUnit.MILLISECONDS)) {
                bite(cut);
                // On a slow machine the connection may be made only after the first cut, and must not live for that.
                wait = AGAIN.toMillis();
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
