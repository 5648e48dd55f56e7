package io.slipway.desktop.app;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the program, once and in order, whoever asks for it: the operator, or the system when it ends the process or the session.
 * Thread-safe.
 *
 * <p>The system waits seconds and then kills. So the time is bounded here; what is not closed by then is as after a kill, which the
 * next start is made for.
 */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    /** Windows waits 5 s for a process at the end of a session, systemd 90 s. */
    private static final Duration LONGEST = Duration.ofMillis(4_500);

    private final FutureTask<Integer> once;

    /** One thing that is closed. */
    @FunctionalInterface
    interface Step {
        void close() throws IOException;
    }

    /** @param inOrder what is closed; one that fails does not keep the next from being closed */
    Closing(List<Step> inOrder) {
        var steps = List.copyOf(inOrder);
        this.once = new FutureTask<>(() -> closeAll(steps));
    }

    private static int closeAll(List<Step> steps) {
        int code = 0;
        for (var step : steps) {
            try {
                step.close();
            } catch (RuntimeException | IOException e) {
                LOG.error("the desktop did not end cleanly", e);
                code = 1;
            }
        }
        return code;
    }

    /**
     * Closes everything, or waits for who does it already.
     *
     * @return the exit code of the process
     */
    int now() {
        once.run();
        try {
            return once.get();
        } catch (ExecutionException e) {
            LOG.error("the desktop did not end cleanly", e.getCause());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    /**
     * Closes everything when the system ends the process.
     *
     * @param leave tells the rest of the program before; not on the JavaFX thread, for the toolkit ends itself at the same time
     */
    void whenTerminated(Runnable leave) {
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("desktop-term").unstarted(() -> terminated(leave, LONGEST)));
    }

    /** At a normal end all is done already. */
    void terminated(Runnable leave, Duration longest) {
        if (once.isDone()) {
            return;
        }
        LOG.info("the system ends the program");
        leave.run();
        Thread.ofPlatform().daemon().name("desktop-end").start(once);
        try {
            once.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            LOG.info("the program ended in order");
        } catch (TimeoutException e) {
            LOG.warn(
                    "the program did not end in {} ms; the next start goes on from what is stored", longest.toMillis());
        } catch (ExecutionException e) {
            LOG.error("the desktop did not end cleanly", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
