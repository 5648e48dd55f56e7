package io.slipway.server.event;

import io.slipway.server.base.TenantId;
import io.slipway.server.store.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands hints of what changed to those who show it. Thread-safe.
 *
 * <p>The store writes an event in the transaction of each change. After a commit one thread reads what is new, once for all
 * subscribers, and puts it into their bounded queues. Events are kept for {@value #KEPT_HOURS} hours and up to
 * {@value #MOST_ROWS}; whoever comes back within that goes on where he stopped, anybody else is told to read again.
 */
public final class Events implements AutoCloseable {
    /** Hours for which a stream that was cut can be resumed. */
    public static final int KEPT_HOURS = 24;

    static final int MOST_ROWS = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);
    private static final int PAGE = 500;
    /** Beyond it, reading again what is shown costs less. */
    private static final int MOST_REPLAYED = 2_000;

    private static final int SWEPT_AT_ONCE = 5_000;
    private static final int COMMITS_BETWEEN_SWEEPS = 5_000;
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(10);
    /** Commits in a burst are read together: far below what an eye sees (ux 5.2: 300 ms). */
    private static final Duration PACE = Duration.ofMillis(10);

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final EventsSql sql;
    private final InstantSource clock;
    private final Database.Hints hints;
    private final Thread reader;
    /** Guards all fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private final Set<Subscription> subscribers = new HashSet<>();
    private long commits;
    private boolean closed;
    /** Guards the order of reading and joining; taken before {@link #lock}. */
    private final ReentrantLock reading = new ReentrantLock();
    /** Up to where the subscribers were told; guarded by {@link #reading}. */
    private long told;

    private Events(Database database, InstantSource clock) {
        this.sql = new EventsSql(database);
        this.clock = clock;
        this.hints = database.onCommit(this::committed);
        this.reader = Thread.ofPlatform().daemon().name("events").unstarted(this::loop);
    }

    /** Starts handing out the events of a store. */
    public static Events open(Database database, InstantSource clock) {
        var events = new Events(database, clock);
        events.reader.start();
        return events;
    }

    /** Hears of what changes from now on. */
    public Subscription subscribe(TenantId tenant, Interest interest) {
        return subscribe(tenant, interest, OptionalLong.empty());
    }

    /**
     * Hears of what changed after a position, then of what changes. The first signal is a {@link Signal.Reread} when the position
     * is older than what is kept, has more after it than fits, or is none of this store.
     *
     * @param after a position told by an earlier subscription; empty for now
     */
    public Subscription subscribe(TenantId tenant, Interest interest, OptionalLong after) {
        reading.lock();
        try {
            var range = sql.range();
            if (alone()) {
                told = range.last();
            }
            var joined = new Subscription(tenant, interest, after.orElse(told), this::leave);
            if (after.isPresent()) {
                if (after.getAsLong() > range.last() || after.getAsLong() + 1 < range.oldest()) {
                    joined.reread(told);
                } else {
                    replay(joined, tenant, after.getAsLong());
                }
            }
            join(joined);
            return joined;
        } finally {
            reading.unlock();
        }
    }

    private void replay(Subscription joined, TenantId tenant, long after) {
        var missed = sql.between(tenant, after, told, MOST_REPLAYED + 1);
        if (missed.size() > MOST_REPLAYED) {
            joined.reread(told);
        } else {
            joined.replay(missed);
        }
    }

    private boolean alone() {
        lock.lock();
        try {
            return subscribers.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void join(Subscription joined) {
        lock.lock();
        try {
            if (closed) {
                joined.end();
            } else {
                subscribers.add(joined);
            }
        } finally {
            lock.unlock();
        }
    }

    private void leave(Subscription left) {
        lock.lock();
        try {
            subscribers.remove(left);
        } finally {
            lock.unlock();
        }
    }

    private List<Subscription> present() {
        lock.lock();
        try {
            return List.copyOf(subscribers);
        } finally {
            lock.unlock();
        }
    }

    /** Position of the newest event, 0 when there was none: whatever changed before it can be read. */
    public long last() {
        return sql.range().last();
    }

    /** How many commits there were; see {@link #awaitCommit}. */
    public long commits() {
        lock.lock();
        try {
            return commits;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a commit, for those who read rows that have no events, such as the lines of a log.
     *
     * @param seen what {@link #commits} said before the rows were read
     * @throws InterruptedException when the thread is asked to stop
     */
    public void awaitCommit(long seen, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (commits == seen && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the program ends. */
    public boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Tells everybody to read again: something changed that is no row of the store, such as the vault, which was closed. */
    public void readAgain() {
        present().forEach(Subscription::readAgain);
    }

    private void committed() {
        lock.lock();
        try {
            commits++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void loop() {
        long seen = 0;
        long swept = 0;
        var sweepAt = clock.instant();
        try {
            while (!closed()) {
                long now = commits();
                if (now - swept >= COMMITS_BETWEEN_SWEEPS || !clock.instant().isBefore(sweepAt)) {
                    sweep();
                    swept = now;
                    sweepAt = clock.instant().plus(BETWEEN_SWEEPS);
                }
                if (now != seen) {
                    seen = now;
                    tell();
                    LockSupport.parkNanos(PACE.toNanos());
                }
                awaitCommit(seen, BETWEEN_SWEEPS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A read that fails is told again with the next commit. */
    private void tell() {
        reading.lock();
        try {
            var present = present();
            if (present.isEmpty()) {
                return;
            }
            for (var page = sql.after(told, PAGE); !page.isEmpty(); page = sql.after(told, PAGE)) {
                for (var event : page) {
                    present.forEach(subscriber -> subscriber.offer(event));
                }
                told = page.getLast().id();
            }
        } catch (RuntimeException e) {
            if (!closed()) {
                LOG.warn("events could not be read, they follow with the next commit", e);
            }
        } finally {
            reading.unlock();
        }
    }

    private void sweep() {
        try {
            var before = clock.instant().minus(Duration.ofHours(KEPT_HOURS));
            boolean more = true;
            while (more && !closed()) {
                more = sql.sweep(before, MOST_ROWS, SWEPT_AT_ONCE);
            }
        } catch (RuntimeException e) {
            if (!closed()) {
                LOG.warn("old events could not be deleted, tried again later", e);
            }
        }
    }

    /** Ends all subscriptions. Close it before the database. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        hints.close();
        present().forEach(Subscription::end);
        reader.interrupt();
        try {
            var unused = reader.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
