package io.slipway.server.store;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes waiting works from a queue, runs each under a savepoint, and commits up to {@value #LARGEST_GROUP}
 * of them with one disk flush.
 *
 * <p>A platform thread, because SQLite's native calls pin carriers (sqlite-jdbc issue 1136). A caller that gives up before its
 * work began takes it back, so an error then means that nothing happened.
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 256;
    private static final int QUEUE_LENGTH = 20_000;

    private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>(QUEUE_LENGTH);
    private final Handle handle;
    private Savepoint savepoint;
    private final Housekeeping housekeeping;
    private final Duration deadline;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts the writer.
     *
     * @param housekeeping runs on the writer's thread between transactions, for housekeeping
     * @param deadline longest wait of a caller for its turn
     */
    GroupCommit(Jdbi jdbi, Housekeeping housekeeping, Duration deadline) {
        this.handle = jdbi.open();
        this.savepoint = savepoint(handle);
        this.housekeeping = housekeeping;
        this.deadline = deadline;
        this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::loop);
    }

    private static Savepoint savepoint(Handle handle) {
        try {
            return new Savepoint(handle.getConnection());
        } catch (SQLException e) {
            handle.close();
            throw new IllegalStateException("SQLite has no savepoints", e);
        }
    }

    /** What the writer does between two transactions. */
    @FunctionalInterface
    interface Housekeeping {
        void after(Handle handle);
    }

    <T> T run(Database.Work<T> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a work may not open another transaction: use its handle");
        }
        var task = new Task<>(work);
        enqueue(task);
        try {
            return task.result.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return outcome(task);
        } catch (InterruptedException e) {
            try {
                return outcome(task);
            } finally {
                Thread.currentThread().interrupt();
            }
        } catch (ExecutionException e) {
            throw unchanged(e.getCause());
        }
    }

    private void enqueue(Task<?> task) {
        try {
            if (closing || !queue.offer(task, deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unavailable();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
        // The loop may have ended between the check and the offer.
        if (closing && !thread.isAlive() && task.withdraw()) {
            throw unavailable();
        }
    }

    /** The caller will not wait longer: takes the work back, or, when it has begun, learns how it ended. */
    private <T> T outcome(Task<T> task) {
        if (task.withdraw()) {
            throw unavailable();
        }
        try {
            return task.result.join();
        } catch (CompletionException e) {
            throw unchanged(e.getCause());
        }
    }

    private static RuntimeException unchanged(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException problem) {
            return problem;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new CompletionException(cause);
    }

    private static SlipwayException unavailable() {
        return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The database is closing or overloaded.")
                .exception();
    }

    private void loop() {
        var group = new ArrayList<Task<?>>(LARGEST_GROUP);
        while (!closing || !queue.isEmpty()) {
            try {
                group.add(queue.take());
                queue.drainTo(group, LARGEST_GROUP - 1);
                group.removeIf(task -> !task.begin());
                if (!group.isEmpty()) {
                    commit(group);
                    keepHouse();
                }
            } catch (InterruptedException e) {
                closing = true;
            } finally {
                group.clear();
            }
        }
    }

    private void commit(List<Task<?>> group) {
        try {
            handle.begin();
            for (var task : group) {
                task.attempt(handle, savepoint);
            }
            handle.commit();
            group.forEach(Task::publish);
        } catch (SQLException | RuntimeException | Error e) {
            LOG.error("commit failed works={}", group.size(), e);
            rollback();
            savepoint = savepoint(handle);
            var problem = new SlipwayException(
                    Problem.of(
                            ProblemCode.SERVICE_UNAVAILABLE,
                            "The database could not store the change.",
                            "Check the free space of the data folder and try again."),
                    e);
            group.forEach(task -> task.fail(problem));
        }
    }

    private void keepHouse() {
        try {
            housekeeping.after(handle);
        } catch (RuntimeException e) {
            LOG.warn("housekeeping after a commit failed and is tried again after the next", e);
        }
    }

    private void rollback() {
        try {
            if (handle.isInTransaction()) {
                handle.rollback();
            }
        } catch (RuntimeException e) {
            LOG.error("rollback failed", e);
        }
    }

    @Override
    public void close() {
        closing = true;
        // Wakes the loop, which else waits for a work without a look at the clock. With a full queue it is awake.
        queue.offer(Task.none());
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        queue.forEach(task -> task.fail(unavailable()));
        try (handle) {
            savepoint.close();
        } catch (SQLException e) {
            LOG.warn("the writer's statements could not be closed", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The savepoint around each work, compiled once. Plain statements, because Jdbi forgets a savepoint at a rollback to it,
     * while SQLite keeps it. The driver closes a statement that failed, so a failed commit takes fresh ones.
     */
    private static final class Savepoint implements AutoCloseable {
        private final PreparedStatement begin;
        private final PreparedStatement undo;
        private final PreparedStatement end;

        Savepoint(Connection connection) throws SQLException {
            begin = connection.prepareStatement("savepoint work");
            undo = connection.prepareStatement("rollback to work");
            end = connection.prepareStatement("release work");
        }

        void begin() throws SQLException {
            begin.execute();
        }

        void undo() throws SQLException {
            undo.execute();
        }

        void end() throws SQLException {
            end.execute();
        }

        @Override
        public void close() throws SQLException {
            begin.close();
            undo.close();
            end.close();
        }
    }

    /** One caller's work and the place where its result appears after the commit. */
    private static final class Task<T> {
        private enum State {
            WAITING,
            BEGUN,
            WITHDRAWN
        }

        private final Database.Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
        private Runnable publication = () -> {};

        Task(Database.Work<T> work) {
            this.work = work;
        }

        /** Nothing to do: one that was taken back before it began. */
        static Task<Boolean> none() {
            var task = new Task<Boolean>(handle -> true);
            task.withdraw();
            return task;
        }

        boolean begin() {
            return state.compareAndSet(State.WAITING, State.BEGUN);
        }

        boolean withdraw() {
            return state.compareAndSet(State.WAITING, State.WITHDRAWN);
        }

        void attempt(Handle handle, Savepoint savepoint) throws SQLException {
            savepoint.begin();
            try {
                T value = work.in(handle);
                publication = () -> result.complete(value);
            } catch (RuntimeException | Error e) {
                savepoint.undo();
                publication = () -> result.completeExceptionally(e);
            }
            savepoint.end();
        }

        void publish() {
            publication.run();
        }

        void fail(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }
}
