package io.slipway.server.lab.powershell;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Scheduled tasks with a start-up trigger. Thread-safe. */
public final class GuestTasks {
    /**
     * A task.
     *
     * @param program the full path of its program
     * @param arguments its command line
     * @param user the SID or name it runs as
     * @param atStartup whether the start of the machine starts it
     */
    public record Task(String name, String program, String arguments, String user, boolean atStartup) {}

    private final Map<String, Task> tasks = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> started = new LinkedHashSet<>();

    synchronized void register(Task task) {
        tasks.put(task.name(), task);
    }

    synchronized void unregister(String name) {
        tasks.remove(name);
    }

    synchronized void start(String name) {
        started.add(name);
    }

    /** The task of that name. */
    public synchronized Optional<Task> find(String name) {
        return Optional.ofNullable(tasks.get(name));
    }

    /** Tasks that were asked to start since the last call. */
    synchronized List<Task> takeStarted() {
        var due = new ArrayList<Task>();
        started.forEach(name -> find(name).ifPresent(due::add));
        started.clear();
        return due;
    }

    synchronized List<Task> atStartup() {
        started.clear();
        return tasks.values().stream().filter(Task::atStartup).toList();
    }
}
