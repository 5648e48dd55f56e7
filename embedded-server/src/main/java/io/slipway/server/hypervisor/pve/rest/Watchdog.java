package io.slipway.server.hypervisor.pve.rest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Cuts off what takes too long as a whole, although a byte comes now and then. Its thread ends when it is closed. */
final class Watchdog implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean bitten;
    private boolean closed;

    /** @param cut ends what blocks; it may be called while that just ends by itself */
    Watchdog(Duration patience, Runnable cut) {
        this.thread = Thread.ofVirtual().name("rest-deadline").start(() -> watch(patience, cut));
    }

    private void watch(Duration patience, Runnable cut) {
        try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                bite(cut);
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
