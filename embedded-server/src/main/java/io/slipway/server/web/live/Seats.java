package io.slipway.server.web.live;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** Counts open streams, so that nobody takes all of them; wakes them at the end. Thread-safe. */
final class Seats implements AutoCloseable {
    private static final int RETRY_SECONDS = 30;

    private final LiveLimits limits;
    /** Guards all fields below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Map<String, Integer> perUser = new HashMap<>();
    private final Set<Seat> taken = new HashSet<>();
    private boolean closed;

    Seats(LiveLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes a seat.
     *
     * @throws SlipwayException RATE_LIMITED when the user or everybody together has too many, SERVICE_UNAVAILABLE at the end
     */
    Seat take(Caller caller) {
        var user = caller.tenant() + "/" + caller.userId();
        lock.lock();
        try {
            if (closed) {
                throw Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The server is stopping.")
                        .exception();
            }
            requireFree(user);
            perUser.merge(user, 1, Integer::sum);
            var seat = new Seat(user);
            taken.add(seat);
            return seat;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses as {@link #take} would, before a socket is opened. */
    void require(Caller caller) {
        lock.lock();
        try {
            requireFree(caller.tenant() + "/" + caller.userId());
        } finally {
            lock.unlock();
        }
    }

    private void requireFree(String user) {
        if (perUser.getOrDefault(user, 0) >= limits.perUser() || taken.size() >= limits.all()) {
            throw Problem.of(ProblemCode.RATE_LIMITED, "Too many streams are open.", "Close a page or a program.")
                    .with("retry_after", RETRY_SECONDS)
                    .exception();
        }
    }

    int count() {
        lock.lock();
        try {
            return taken.size();
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams; none begins any more. */
    @Override
    public void close() {
        List<Seat> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(taken);
        } finally {
            lock.unlock();
        }
        left.forEach(Seat::stop);
    }

    /** One open stream. */
    final class Seat implements AutoCloseable {
        private final String user;
        private volatile boolean stopping;
        private volatile Runnable wake = () -> {};

        private Seat(String user) {
            this.user = user;
        }

        /** Called when the stream is to end. */
        void onStop(Runnable waking) {
            wake = waking;
            if (stopping) {
                waking.run();
            }
        }

        boolean stopping() {
            return stopping;
        }

        private void stop() {
            stopping = true;
            wake.run();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (taken.remove(this)) {
                    perUser.computeIfPresent(user, (key, count) -> count > 1 ? count - 1 : null);
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
