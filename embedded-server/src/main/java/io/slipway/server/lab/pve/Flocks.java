package io.slipway.server.lab.pve;

import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The files /var/lock/qemu-server/lock-N.conf: one holder each, waiters time out. Thread-safe. */
public final class Flocks {
    /** A held lock. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    private final ReentrantLock guard = new ReentrantLock();
    private final Condition released = guard.newCondition();
    private final Condition queued = guard.newCondition();
    private final Set<Integer> held = new HashSet<>();
    private final Set<Integer> wanted = new HashSet<>();

    /**
     * Takes the lock of a machine.
     *
     * @param notices where the waiting is announced: stderr, or the log of a task
     * @throws PveError when it is not free in time
     */
    public Held acquire(int vmid, Duration wait, Output notices) throws PveError, PipeClosed, InterruptedException {
        if (tryAcquire(vmid, Duration.ZERO)) {
            return () -> release(vmid);
        }
        notices.line("trying to acquire lock...");
        announce(vmid);
        if (!tryAcquire(vmid, wait)) {
            throw new PveError("can't lock file '/var/lock/qemu-server/lock-" + vmid + ".conf' - got timeout");
        }
        notices.line(" OK");
        return () -> release(vmid);
    }

    private void announce(int vmid) {
        guard.lock();
        try {
            wanted.add(vmid);
            queued.signalAll();
        } finally {
            guard.unlock();
        }
    }

    /** Returns when somebody has begun to wait for the lock of a machine. */
    public void awaitWaiter(int vmid) throws InterruptedException {
        guard.lock();
        try {
            while (!wanted.remove(vmid)) {
                queued.await();
            }
        } finally {
            guard.unlock();
        }
    }

    private boolean tryAcquire(int vmid, Duration wait) throws InterruptedException {
        guard.lock();
        try {
            long left = wait.toNanos();
            while (held.contains(vmid)) {
                if (left <= 0) {
                    return false;
                }
                left = released.awaitNanos(left);
            }
            held.add(vmid);
            return true;
        } finally {
            guard.unlock();
        }
    }

    private void release(int vmid) {
        guard.lock();
        try {
            held.remove(vmid);
            released.signalAll();
        } finally {
            guard.unlock();
        }
    }
}
