package io.slipway.server.store;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes waiting works from a queue, runs each under a savepoint, and commits up to {@value #LARGEST_GROUP}
 * of them with one disk flush.
 *
 * <p>A platform thread, because SQLite's native calls pin carriers (sqlite-jdbc issue 1136).
 */
final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int LARGEST_GROUP = 256;
    private static final int QUEUE_LENGTH = 20_000;
    private static final long DEADLINE_SECONDS = 30;

    private final LinkedBlockingQueue<Task<?>> queue = new LinkedBlockingQueue<>(QUEUE_LENGTH);
    private final Handle handle;
    private final Thread thread;
    private volatile boolean closing;

    GroupCommit(Jdbi jdbi) {
        this.handle = jdbi.open();
        this.thread = Thread.ofPlatform().daemon().name("store-writer").start(this::loop);
    }

    <T> T run(Database.Work<T> work) {
        var task = new Task<>(work);
        try {
            if (closing || !queue.offer(task, DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                throw unavailable();
            }
            return task.result.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        } catch (TimeoutException e) {
            throw unavailable();
        } catch (java.util.concurrent.ExecutionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new CompletionException(e.getCause());
        }
    }

    private static RuntimeException unavailable() {
        return Problem.of(ProblemCode.SERVICE_UNAVAILABLE, "The database is closing or overloaded.")
                .exception();
    }

    private void loop() {
        var group = new ArrayList<Task<?>>(LARGEST_GROUP);
        while (!closing || !queue.isEmpty()) {
            try {
                var first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                group.add(first);
                queue.drainTo(group, LARGEST_GROUP - 1);
                commit(group);
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
                task.attempt(handle);
            }
            handle.commit();
            group.forEach(Task::publish);
        } catch (RuntimeException | Error e) {
            LOG.error("commit failed works={}", group.size(), e);
            rollback();
            group.forEach(task -> task.fail(e));
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
        try {
            thread.join(TimeUnit.SECONDS.toMillis(DEADLINE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(task -> task.fail(unavailable()));
        handle.close();
    }

    /** One caller's work and the place where its result appears after the commit. */
    private static final class Task<T> {
        private static final String SAVEPOINT = "work";
        private final Database.Work<T> work;
        private final CompletableFuture<T> result = new CompletableFuture<>();
        private Runnable publication = () -> {};

        Task(Database.Work<T> work) {
            this.work = work;
        }

        void attempt(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                T value = work.in(handle);
                handle.releaseSavepoint(SAVEPOINT);
                publication = () -> result.complete(value);
            } catch (RuntimeException | Error e) {
                handle.rollbackToSavepoint(SAVEPOINT);
                handle.releaseSavepoint(SAVEPOINT);
                publication = () -> result.completeExceptionally(e);
            }
        }

        void publish() {
            publication.run();
        }

        void fail(Throwable cause) {
            result.completeExceptionally(cause);
        }
    }
}
