package io.slipway.server.web.vm;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** How many files are sent at the same time, in all and to one VM. Thread-safe. */
final class DownloadPlaces {
    /** Seconds after which it is worth asking again. */
    private static final int RETRY_AFTER = 10;

    private final int most;
    private final int mostOfOne;
    /** Guards both counts. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    DownloadPlaces(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
    }

    /** A file that is being sent; closing it makes room. */
    @FunctionalInterface
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes a place for a VM.
     *
     * @throws SlipwayException RATE_LIMITED when this VM has its share, SERVICE_UNAVAILABLE when all are taken; both say when to
     *     ask again
     */
    Place take(String vm) {
        lock.lock();
        try {
            if (taken.getOrDefault(vm, 0) >= mostOfOne) {
                throw refused(ProblemCode.RATE_LIMITED, "This VM is being sent " + mostOfOne + " files already.");
            }
            if (all >= most) {
                throw refused(ProblemCode.SERVICE_UNAVAILABLE, "Too many files are being sent at the moment.");
            }
            taken.merge(vm, 1, Integer::sum);
            all++;
        } finally {
            lock.unlock();
        }
        return () -> leave(vm);
    }

    private void leave(String vm) {
        lock.lock();
        try {
            taken.computeIfPresent(vm, (one, number) -> number == 1 ? null : number - 1);
            all--;
        } finally {
            lock.unlock();
        }
    }

    private static SlipwayException refused(ProblemCode code, String detail) {
        return Problem.of(code, detail).with("retry_after", RETRY_AFTER).exception();
    }
}
