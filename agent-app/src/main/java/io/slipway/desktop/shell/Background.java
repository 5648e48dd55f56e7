package io.slipway.desktop.shell;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javafx.application.Platform;

/**
 * Everything that may wait, off the JavaFX thread; answers come back on it. Thread-safe.
 *
 * <p>The JavaFX thread itself never waits for a disk, a network or a lock.
 */
public final class Background implements AutoCloseable {
    private final ExecutorService workers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("desktop-", 0).factory());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("desktop-timer").factory());
    private volatile boolean closed;
    private volatile Runnable delivered = () -> {};

    /** Does the work, then gives its result or its failure to the JavaFX thread; nothing comes after {@link #close}. */
    public <T> void run(Callable<T> work, Consumer<? super T> done, Consumer<? super Throwable> failed) {
        if (closed) {
            return;
        }
        try {
            workers.execute(() -> {
                try {
                    var result = work.call();
                    deliver(() -> done.accept(result));
                } catch (Exception | Error e) {
                    deliver(() -> failed.accept(e));
                }
            });
        } catch (RejectedExecutionException e) {
            // Closed meanwhile; the caller may be the store's own thread, which nothing of ours may reach.
        }
    }

    private void deliver(Runnable answer) {
        Platform.runLater(() -> {
            if (!closed) {
                answer.run();
                delivered.run();
            }
        });
    }

    /** Runs on the JavaFX thread after each answer, instead of what ran there before. */
    void afterDelivery(Runnable delivered) {
        this.delivered = delivered;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    /** Ends all work; what is under way is interrupted and its answer thrown away. */
    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        workers.shutdownNow();
    }
}
