package io.slipway.desktop.watch;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the work in hand after each hint that something changed, and tells it on. Thread-safe.
 *
 * <p>Hints during one pause end in one look, so a storm of steps costs no more than a look per pause. Listeners are called on
 * the scheduler's thread, one after another; what one of them throws does not reach the others.
 */
public final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Supplier<Work> reader;
    private final ScheduledExecutorService scheduler;
    private final Duration pause;
    private final List<Consumer<Work>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * A watch that looks first at the first hint.
     *
     * @param scheduler owned by the caller; after its shutdown hints are dropped
     * @param pause between a hint and its look
     */
    public Watch(Supplier<Work> reader, ScheduledExecutorService scheduler, Duration pause) {
        this.reader = reader;
        this.scheduler = scheduler;
        this.pause = pause;
    }

    /** Tells every later look. */
    public void addListener(Consumer<Work> listener) {
        listeners.add(listener);
    }

    /** Something may have changed; returns at once. */
    public void changed() {
        if (!due.compareAndSet(false, true)) {
            return;
        }
        try {
            scheduler.schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("nobody watches any more", e);
        }
    }

    private void look() {
        // First, so that a hint during the look leads to another one.
        due.set(false);
        try {
            var work = reader.get();
            listeners.forEach(listener -> tell(listener, work));
        } catch (RuntimeException e) {
            LOG.error("the work in hand could not be read", e);
        }
    }

    private static void tell(Consumer<Work> listener, Work work) {
        try {
            listener.accept(work);
        } catch (RuntimeException e) {
            LOG.error("a listener of the work in hand failed", e);
        }
    }
}
