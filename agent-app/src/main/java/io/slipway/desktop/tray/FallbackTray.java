package io.slipway.desktop.tray;

import io.slipway.desktop.notify.Balloon;
import io.slipway.server.base.Backoff;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first icon that works, and no icon when none does; says which and why. Never throws.
 *
 * <p>Adapters are asked in their order on one thread. What an adapter throws, errors of linking included, is a refusal: a
 * library for icons must not end a program that looks after VMs. While no icon is there and one may come, because the shell that
 * keeps icons is starting or was restarted, the adapters are asked again with growing pauses. Thread-safe.
 */
public final class FallbackTray implements TrayIcon {
    /** Quick while a session starts; later a look a minute, for a panel that is started by hand. */
    static final Backoff PATIENCE = new Backoff(Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Integer.MAX_VALUE);

    private static final Logger LOG = LoggerFactory.getLogger(FallbackTray.class);
    private static final Duration CLOSING_LIMIT = Duration.ofSeconds(3);

    private final List<TrayAdapter> adapters;
    private final TrayListener listener;
    private final ScheduledExecutorService thread;
    private final Backoff backoff;
    private final RandomGenerator random;
    private volatile TrayModel model;
    private volatile TrayIcon icon = new NoTray();
    private volatile Optional<TrayChoice> choice = Optional.empty();

    // Only on the thread.
    private int opening;
    private int failures;
    private boolean closed;

    FallbackTray(
            List<TrayAdapter> adapters,
            TrayModel first,
            TrayListener listener,
            ScheduledExecutorService thread,
            Backoff backoff,
            RandomGenerator random) {
        this.adapters = List.copyOf(adapters);
        this.model = first;
        this.listener = listener;
        this.thread = thread;
        this.backoff = backoff;
        this.random = random;
    }

    /**
     * Starts to show an icon; returns at once.
     *
     * @param first what the icon shows at once
     */
    public static FallbackTray start(TrayOptions options, TrayModel first, TrayListener listener) {
        var thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tray").factory());
        var tray = new FallbackTray(options.adapters(), first, listener, thread, PATIENCE, new SplittableRandom());
        tray.begin();
        return tray;
    }

    void begin() {
        execute(this::attempt);
    }

    @Override
    public void show(TrayModel next) {
        model = next;
        execute(this::apply);
    }

    @Override
    public boolean tell(Balloon balloon) {
        try {
            return icon.tell(balloon);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a message was not shown", e);
            return false;
        }
    }

    /** What shows the icon now; empty while the first attempt goes on. */
    public Optional<TrayChoice> choice() {
        return choice;
    }

    private void attempt() {
        if (closed || !(icon instanceof NoTray)) {
            return;
        }
        var refusals = new ArrayList<String>();
        boolean later = false;
        for (var adapter : adapters) {
            int number = ++opening;
            try {
                icon = adapter.open(model, listener, reason -> execute(() -> lost(number, adapter, reason)));
                failures = 0;
                choose(new TrayChoice(adapter.name(), refusals));
                return;
            } catch (TrayRefused e) {
                refusals.add(adapter.name() + ": " + e.getMessage());
                later |= e.later();
            } catch (Throwable e) {
                // Not Exception: dorkbox throws Error when two JNA libraries meet, and a JDK without AWT a
                // LinkageError.
                LOG.warn("tray adapter failed name={}", adapter.name(), e);
                refusals.add(adapter.name() + ": it failed with " + e.getClass().getSimpleName());
            }
        }
        choose(new TrayChoice(NoTray.NAME, refusals));
        if (later) {
            again();
        }
    }

    private void again() {
        failures++;
        try {
            thread.schedule(this::attempt, backoff.after(failures, random).toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the tray is being closed", e);
        }
    }

    private void apply() {
        try {
            icon.show(model);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the icon could not be changed", e);
            lost(opening, null, "it could not be changed: " + e.getClass().getSimpleName());
        }
    }

    private void lost(int number, @Nullable TrayAdapter adapter, String reason) {
        if (closed || number != opening || icon instanceof NoTray) {
            return;
        }
        var name =
                adapter != null ? adapter.name() : choice.map(TrayChoice::name).orElse("");
        quietly(icon);
        icon = new NoTray();
        choose(new TrayChoice(NoTray.NAME, List.of(name + ": " + reason)));
        again();
    }

    private void choose(TrayChoice next) {
        if (choice.filter(next::equals).isPresent()) {
            return;
        }
        choice = Optional.of(next);
        LOG.info("tray chosen name={} refusals={}", next.name(), next.refusals());
        try {
            listener.placed(next);
        } catch (RuntimeException e) {
            LOG.error("the listener of the tray failed", e);
        }
    }

    private static void quietly(TrayIcon icon) {
        try {
            icon.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("the icon could not be taken away", e);
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the tray is closed", e);
        }
    }

    /** Takes the icon away and waits at most three seconds for it. */
    @Override
    public void close() {
        try {
            thread.submit(this::end).get(CLOSING_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the tray is closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the tray did not close in time", e);
        }
        thread.shutdownNow();
    }

    private void end() {
        closed = true;
        quietly(icon);
        icon = new NoTray();
    }
}
