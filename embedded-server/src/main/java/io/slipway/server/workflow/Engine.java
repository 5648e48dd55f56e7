package io.slipway.server.workflow;

import io.slipway.server.base.Ids;
import io.slipway.server.store.Database;
import io.slipway.server.workflow.WorkflowSql.Claim;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Claims due runs and works on them, each on a virtual thread. Thread-safe.
 *
 * <p>Opened once per process on a locked data folder; at the start every run that a dead process left claimed is ready again.
 */
public final class Engine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final Duration LONGEST_SLEEP = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    /**
     * What the engine works with.
     *
     * @param gate holds all runs while it is closed
     * @param workers runs worked on at the same time
     */
    public record Parts(
            Database database,
            StepCatalog catalog,
            RunObserver observer,
            RunEnded hook,
            Gate gate,
            EdgeProbe probe,
            InstantSource clock,
            RandomGenerator random,
            int workers) {}

    private final Parts parts;
    private final WorkflowSql sql;
    private final String boot;
    private final Semaphore permits;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    /** Guards {@link #signalled} and {@link #closing}. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private boolean signalled;
    private boolean closing;
    private volatile Brake brake = Brake.OFF;
    private final AtomicInteger atWork = new AtomicInteger();
    private final Thread dispatcher;
    /** Since when the gate is closed; only the dispatcher's. */
    private @Nullable Instant closedSince;

    private Engine(Parts parts) {
        this.parts = parts;
        this.sql = new WorkflowSql(parts.database());
        this.boot = new Ids(parts.clock(), parts.random()).next();
        this.permits = new Semaphore(parts.workers());
        this.dispatcher =
                Thread.ofPlatform().daemon().name("workflow-dispatcher").unstarted(this::dispatch);
    }

    /** Takes over what an earlier process left and starts working. */
    public static Engine start(Parts parts) {
        var engine = new Engine(parts);
        int resumed = engine.sql.releaseAll(parts.clock().instant());
        if (resumed > 0) {
            LOG.info("runs resumed count={}", resumed);
        }
        engine.dispatcher.start();
        return engine;
    }

    /** Something happened that the run may wait for; it looks again now. Nothing is lost when it is not waiting yet. */
    public void wake(String runId) {
        sql.wake(runId, parts.clock().instant());
        poke();
    }

    /** One of the things that runs wait for is free; the run that waits longest looks again now. */
    public void wakeOne(String forWhat) {
        sql.wakeOne(forWhat, parts.clock().instant());
        poke();
    }

    /** What runs wait for has been decided; all of them look again now. */
    public void wakeAll(String forWhat) {
        sql.wakeAll(forWhat, parts.clock().instant());
        poke();
    }

    /** Holds the engine back, or lets it go on, from now until this process ends. Returns at once, see {@link #atWork}. */
    public void brake(Brake how) {
        brake = how;
        poke();
    }

    /** How the engine is held back. */
    public Brake brake() {
        return brake;
    }

    /** How many runs are at a step at this moment; with {@link Brake#EVERYTHING} it falls to none. */
    public int atWork() {
        return atWork.get();
    }

    /** New runs were stored; look for them now. */
    public void poke() {
        lock.lock();
        try {
            signalled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void dispatch() {
        while (!isClosing()) {
            try {
                permits.acquire();
                var claim = held()
                        ? Optional.<Claim>empty()
                        : sql.claim(boot, parts.clock().instant(), brake == Brake.NEW_RUNS);
                if (claim.isPresent()) {
                    atWork.incrementAndGet();
                    workers.execute(() -> work(claim.get()));
                } else {
                    permits.release();
                    sleep();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                permits.release();
                if (!isClosing()) {
                    LOG.error("claim failed", e);
                    pause();
                }
            }
        }
    }

    /** While the gate is closed nothing is claimed, and the time does not count against the steps' deadlines. */
    private boolean held() {
        var now = parts.clock().instant();
        var waitsFor = brake == Brake.EVERYTHING
                ? Optional.of("the operator")
                : parts.gate().closedFor();
        if (waitsFor.isPresent()) {
            if (closedSince == null) {
                closedSince = now;
                LOG.info("no run is claimed, the work waits for={}", waitsFor.get());
            }
            return true;
        }
        if (closedSince != null) {
            sql.postponeDeadlines(Duration.between(closedSince, now));
            closedSince = null;
            LOG.info("runs are claimed again");
        }
        return false;
    }

    private void work(Claim claim) {
        try {
            new RunExecution(
                            sql,
                            parts.catalog(),
                            parts.observer(),
                            parts.hook(),
                            parts.gate(),
                            parts.probe(),
                            parts.clock(),
                            parts.random(),
                            claim)
                    .proceed(() -> brake == Brake.EVERYTHING);
        } catch (WorkflowSql.FenceLost e) {
            LOG.warn("run given up, another claim owns it run={}", claim.runId());
        } catch (RuntimeException e) {
            leave(claim, e);
        } finally {
            atWork.decrementAndGet();
            permits.release();
            poke();
        }
    }

    /** The next claim, or the next process, goes on with the run. */
    private void leave(Claim claim, RuntimeException cause) {
        if (isClosing()) {
            return;
        }
        LOG.error("run left for the next claim run={}", claim.runId(), cause);
        try {
            sql.giveBack(claim, parts.clock().instant().plus(LONGEST_SLEEP));
        } catch (RuntimeException e) {
            LOG.error("run stays claimed until the next start run={}", claim.runId(), e);
        }
    }

    private void sleep() throws InterruptedException {
        lock.lock();
        try {
            if (signalled || closing) {
                signalled = false;
                return;
            }
            // Held runs are due and not claimed: their wake times say nothing.
            var until = (closedSince == null ? sql.nextWake() : Optional.<Instant>empty())
                    .map(wake -> Duration.between(parts.clock().instant(), wake))
                    .filter(time -> time.compareTo(LONGEST_SLEEP) < 0)
                    .orElse(LONGEST_SLEEP);
            if (!until.isNegative()) {
                var unused = changed.awaitNanos(Math.max(1_000_000, until.toNanos()));
            }
            signalled = false;
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        lock.lock();
        try {
            if (!closing) {
                var unused = changed.await(LONGEST_SLEEP.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosing() {
        lock.lock();
        try {
            return closing;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Stops claiming and interrupts steps in progress; they resume at the next start. Returns when the workers are gone or
     * after 20 seconds.
     */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        dispatcher.interrupt();
        workers.shutdownNow();
        try {
            dispatcher.join(CLOSE_PATIENCE);
            if (!workers.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("workers still busy at close; their runs resume at the next start");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
