package io.slipway.server.event;

import io.slipway.server.base.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A subscriber's place. One thread takes; any thread may {@link #wake} or {@link #close}.
 *
 * <p>At most {@value #LONGEST} hints wait here; then they are thrown away and one {@link Signal.Reread} stands for them, so that
 * somebody slow costs no memory.
 */
public final class Subscription implements AutoCloseable {
    static final int LONGEST = 256;

    private final TenantId tenant;
    private final Consumer<Subscription> leave;
    /** Guards all fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Signal> waiting = new ArrayDeque<>();
    private Interest interest;
    private long cursor;
    private boolean woken;
    private boolean closed;

    Subscription(TenantId tenant, Interest interest, long cursor, Consumer<Subscription> leave) {
        this.tenant = tenant;
        this.interest = interest;
        this.cursor = cursor;
        this.leave = leave;
    }

    /**
     * The next signal, empty when none came in time, when somebody called {@link #wake}, or when it is {@link #closed}.
     *
     * @throws InterruptedException when the thread is asked to stop
     */
    public Optional<Signal> next(Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !woken && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            woken = false;
            var next = Optional.ofNullable(waiting.poll());
            next.ifPresent(signal -> cursor = signal.cursor());
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Up to which position all that was wanted has been taken. */
    public long cursor() {
        lock.lock();
        try {
            return cursor;
        } finally {
            lock.unlock();
        }
    }

    /** Wants to hear of something else from now on; hints that wait already and are no longer wanted are thrown away. */
    public void want(Interest wanted) {
        lock.lock();
        try {
            interest = wanted;
            waiting.removeIf(signal -> signal instanceof Signal.Changed changed && !wanted.takes(changed.event()));
        } finally {
            lock.unlock();
        }
    }

    /** Lets a waiting {@link #next} return, so that its caller looks around. */
    public void wake() {
        lock.lock();
        try {
            woken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing comes any more. */
    public boolean closed() {
        lock.lock();
        try {
            return closed && waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** What came while the subscriber was away; more than fits is a gap like any other. */
    void replay(List<Event> missed) {
        missed.forEach(this::offer);
    }

    void offer(Event event) {
        lock.lock();
        try {
            if (closed || !event.tenant().equals(tenant) || !interest.takes(event)) {
                return;
            }
            if (waiting.peekLast() instanceof Signal.Reread gap) {
                waiting.removeLast();
                waiting.add(new Signal.Reread(Math.max(gap.cursor(), event.id())));
            } else if (waiting.size() >= LONGEST) {
                waiting.clear();
                waiting.add(new Signal.Reread(event.id()));
            } else {
                waiting.add(new Signal.Changed(event));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void reread(long from) {
        lock.lock();
        try {
            waiting.clear();
            waiting.add(new Signal.Reread(from));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** All that was told up to now is to be read again. */
    void readAgain() {
        lock.lock();
        try {
            reread(waiting.isEmpty() ? cursor : waiting.getLast().cursor());
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing comes any more. */
    @Override
    public void close() {
        end();
        leave.accept(this);
    }
}
