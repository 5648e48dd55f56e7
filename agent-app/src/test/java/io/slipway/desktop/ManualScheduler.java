package io.slipway.desktop;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs tasks on the test's own thread when the test lets time pass. */
public final class ManualScheduler extends ScheduledThreadPoolExecutor {
    private record Task(long at, long number, Runnable work) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long number;

    public ManualScheduler() {
        super(0);
    }

    /** Lets time pass and runs what is due, in its order. */
    public void pass(Duration time) {
        long end = now + time.toMillis();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            var task = tasks.remove();
            now = task.at();
            task.work().run();
        }
        now = end;
    }

    /** How many tasks wait. */
    public int waiting() {
        return tasks.size();
    }

    @Override
    public void execute(Runnable work) {
        add(0, work);
    }

    @Override
    public @Nullable ScheduledFuture<?> schedule(Runnable work, long delay, TimeUnit unit) {
        add(unit.toMillis(delay), work);
        return null;
    }

    @Override
    public <T> ScheduledFuture<T> schedule(Callable<T> work, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    private void add(long delay, Runnable work) {
        if (isShutdown()) {
            throw new RejectedExecutionException();
        }
        tasks.add(new Task(now + delay, number++, work));
    }
}
