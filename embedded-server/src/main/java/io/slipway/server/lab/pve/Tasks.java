package io.slipway.server.lab.pve;

import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The node's workers: UPIDs, logs, states. Thread-safe. */
public final class Tasks {
    /** What a worker does; its log is the output of the command that started it. */
    @FunctionalInterface
    public interface Body {
        void run(Output log) throws PveError, PipeClosed, InterruptedException;
    }

    /** One worker. */
    public static final class Task {
        final String upid;
        final String node;
        final String type;
        final String id;
        final int pid;
        final long pstart;
        final long started;
        final String user;
        private final Thread worker = Thread.currentThread();
        private volatile boolean stopped;
        final List<String> log = new CopyOnWriteArrayList<>();
        private final StringBuilder partial = new StringBuilder();
        volatile long ended;
        volatile @Nullable String status;

        private Task(String node, String type, String id, int pid, long pstart, long started, String user) {
            this.node = node;
            this.type = type;
            this.id = id;
            this.pid = pid;
            this.pstart = pstart;
            this.started = started;
            this.user = user;
            this.upid = "UPID:%s:%08X:%08X:%08X:%s:%s:%s:".formatted(node, pid, pstart, started, type, id, user);
        }

        private synchronized void append(byte[] bytes) {
            partial.append(new String(bytes, StandardCharsets.UTF_8));
            for (int end = partial.indexOf("\n"); end >= 0; end = partial.indexOf("\n")) {
                log.add(partial.substring(0, end));
                partial.delete(0, end + 1);
            }
        }
    }

    private static final String STOPPED = "interrupted by signal";

    private final InstantSource clock;
    private final long bootMillis;
    private final AtomicInteger lastPid = new AtomicInteger(6000);
    private final List<Task> tasks = new CopyOnWriteArrayList<>();

    public Tasks(InstantSource clock) {
        this.clock = clock;
        this.bootMillis = clock.millis() - 3_600_000;
    }

    /**
     * Runs a worker to its end in the caller's thread.
     *
     * @param call its output gets the log as it grows; when it closes, the worker is aborted as Proxmox does
     * @return the UPID
     * @throws PveError.TaskFailed when the worker fails
     */
    public String run(String node, String type, String id, Invocation call, Body body)
            throws PveError.TaskFailed, InterruptedException {
        long now = clock.millis();
        var task = new Task(node, type, id, lastPid.addAndGet(13), (now - bootMillis) / 10, now / 1000, call.user());
        tasks.add(task);
        call.started().accept(task.upid);
        try {
            body.run(bytes -> {
                if (task.stopped) {
                    throw new PipeClosed();
                }
                task.append(bytes);
                call.out().write(bytes);
            });
            if (call.taskFailure() != null) {
                throw new PveError(call.taskFailure());
            }
            end(task, "OK");
            return task.upid;
        } catch (PipeClosed e) {
            var why = task.stopped ? STOPPED : "broken pipe ";
            end(task, why);
            throw new PveError.TaskFailed(new PveError(why), task.upid);
        } catch (PveError e) {
            end(task, e.text());
            throw new PveError.TaskFailed(e, task.upid);
        } catch (InterruptedException e) {
            if (task.stopped) {
                end(task, STOPPED);
                throw new PveError.TaskFailed(new PveError(STOPPED), task.upid);
            }
            end(task, "unexpected status");
            throw e;
        }
    }

    /** Ends a worker; it cleans up after itself. One that has ended already is fine. */
    public void stop(String upid) {
        var task = find(upid);
        if (task != null && task.status == null) {
            task.stopped = true;
            task.worker.interrupt();
        }
    }

    private void end(Task task, String status) {
        task.log.add(status.equals("OK") ? "TASK OK" : "TASK ERROR: " + status);
        task.ended = clock.instant().getEpochSecond();
        task.status = status;
    }

    public List<Task> finished() {
        return newestFirst(tasks.stream().filter(task -> task.status != null).toList());
    }

    public List<Task> active() {
        return newestFirst(tasks.stream().filter(task -> task.status == null).toList());
    }

    private static List<Task> newestFirst(List<Task> some) {
        var sorted = new ArrayList<>(some);
        sorted.sort(Comparator.comparingLong((Task task) -> task.pid).reversed());
        return sorted;
    }

    @Nullable
    Task find(String upid) {
        return tasks.stream().filter(task -> task.upid.equals(upid)).findFirst().orElse(null);
    }

    /** /var/log/pve/tasks/index. */
    String index() {
        var text = new StringBuilder();
        for (var task : tasks) {
            if (task.status != null) {
                text.append("%s %08X %s%n"
                        .formatted(task.upid, task.ended, task.status)
                        .replace("\r", ""));
            }
        }
        return text.toString();
    }
}
