package io.slipway.desktop.shell;

import io.slipway.server.store.Database;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a view as fresh as the store: reads at the start, again after each commit, and every 5 to 20 seconds for what changes by time
 * alone. Never two reads at once and never more often than four times a second, however many commits there are; and nothing is drawn
 * under a hand, see {@link Hold}.
 *
 * <p>Start and stop it on the JavaFX thread; the reading runs in the background.
 */
public final class Live<T> {
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final Duration TICK = Duration.ofSeconds(5);
    /** While no commit comes: ages are told by the minute then, and each look and its picture cost a hundredth of a core for a second. */
    private static final Duration LONGEST_TICK = Duration.ofSeconds(20);

    private final Background background;
    private final Database database;
    private final Callable<T> read;
    private final Consumer<? super T> shown;
    private final Consumer<? super Throwable> failed;

    // Guarded by this.
    private Database.@Nullable Hints hints;
    private boolean reading;
    private boolean again;
    private boolean waiting;
    private long round;
    private Duration pause = TICK;

    public Live(
            Background background,
            Database database,
            Callable<T> read,
            Consumer<? super T> shown,
            Consumer<? super Throwable> failed) {
        this.background = background;
        this.database = database;
        this.read = read;
        this.shown = shown;
        this.failed = failed;
    }

    /** Reads now and from now on. Starting again reads again. */
    public synchronized void start() {
        if (hints == null) {
            hints = database.onCommit(this::committed);
            round++;
            pause = TICK;
            tick(round);
        }
        poke();
    }

    /** Reads no more; an answer on its way is thrown away. */
    public synchronized void stop() {
        if (hints != null) {
            hints.close();
            hints = null;
            round++;
        }
    }

    private synchronized void committed() {
        pause = TICK;
        poke();
    }

    /** Reads again soon. May be called from any thread. */
    public synchronized void poke() {
        if (hints == null) {
            return;
        }
        if (reading || waiting) {
            again = true;
            return;
        }
        reading = true;
        long mine = round;
        background.run(
                read,
                value -> {
                    if (ended(mine)) {
                        Hold.ofWindows().draw(this, () -> show(mine, value));
                    }
                },
                problem -> {
                    if (ended(mine)) {
                        failed.accept(problem);
                    }
                });
    }

    private void show(long mine, T value) {
        boolean wanted;
        synchronized (this) {
            wanted = mine == round;
        }
        if (wanted) {
            shown.accept(value);
        }
    }

    /** Whether the answer is still wanted; the next read comes after a pause. */
    private synchronized boolean ended(long mine) {
        reading = false;
        waiting = true;
        schedule(PAUSE, () -> {
            synchronized (this) {
                waiting = false;
                if (again) {
                    again = false;
                    poke();
                }
            }
        });
        return mine == round;
    }

    private void tick(long mine) {
        schedule(pause, () -> {
            synchronized (this) {
                if (mine == round) {
                    var next = pause.multipliedBy(2);
                    pause = next.compareTo(LONGEST_TICK) < 0 ? next : LONGEST_TICK;
                    poke();
                    tick(mine);
                }
            }
        });
    }

    private void schedule(Duration after, Runnable work) {
        try {
            background.timer().schedule(work, after.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The program ends.
        }
    }
}
