package io.slipway.server.lab.sh;

import io.slipway.server.base.Sleeper;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The machine a shell runs on: its files, programs, processes and name. Thread-safe. */
public final class Host {
    private final String hostname;
    private final Vfs files;
    private final Sleeper sleeper;
    private final InstantSource clock;
    private final SudoRules sudo;
    private final Map<String, Program> programs = new ConcurrentHashMap<>();
    private final Map<Integer, Thread> processes = new ConcurrentHashMap<>();
    private final AtomicInteger lastPid = new AtomicInteger(1200);
    private final List<String> unsupported = new CopyOnWriteArrayList<>();

    public Host(String hostname, Vfs files, Sleeper sleeper, InstantSource clock, SudoRules sudo) {
        this.hostname = hostname;
        this.files = files;
        this.sleeper = sleeper;
        this.clock = clock;
        this.sudo = sudo;
        CoreTools.install(this);
        TextTools.install(this);
        FileTools.install(this);
    }

    /** Makes a program runnable under each of the given names or absolute paths. */
    public void install(Program program, String... names) {
        for (var name : names) {
            programs.put(name, program);
        }
    }

    @org.jspecify.annotations.Nullable
    Program find(String name) {
        return programs.get(name);
    }

    public String hostname() {
        return hostname;
    }

    public Vfs files() {
        return files;
    }

    Sleeper sleeper() {
        return sleeper;
    }

    InstantSource clock() {
        return clock;
    }

    SudoRules sudo() {
        return sudo;
    }

    /** The next process id. */
    public int nextPid() {
        return lastPid.addAndGet(7);
    }

    Map<Integer, Thread> processes() {
        return processes;
    }

    /** Registers a thread so that closing the host ends it. */
    public void adopt(int pid, Thread thread) {
        processes.put(pid, thread);
    }

    /** Forgets an ended thread. */
    public void forget(int pid) {
        processes.remove(pid);
    }

    /** Notes something outside of what the laboratory knows. */
    public void recordUnsupported(String what) {
        unsupported.add(what);
    }

    /** What was asked of the shell and is outside its subset; a test expects this to stay empty. */
    public List<String> unsupported() {
        return List.copyOf(unsupported);
    }

    /** Ends all background processes. */
    public void close() {
        processes.values().forEach(Thread::interrupt);
    }
}
