package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A clone that is not finished: it has no name and no description, so the marker cannot tell whose it is.
 *
 * <p>It is ours when our own notes on the host show that our {@code qm clone} for this run made this very number, and did
 * not end by cleaning up after itself. Everything else is foreign.
 */
final class HalfClone {
    private static final Duration STOPPING = Duration.ofMinutes(1);
    private static final Duration BIRTH = Duration.ofSeconds(10);
    private static final Pattern CLEANED = Pattern.compile("clone failed:|File exists|already exists");
    private final PveNode host;
    private final PveReads reads;
    private final Operations operations;
    private final Pace pace;

    HalfClone(PveNode host, PveReads reads, Operations operations, Pace pace) {
        this.host = host;
        this.reads = reads;
        this.operations = operations;
        this.pace = pace;
    }

    static String step(VmId id) {
        return "clone-" + id;
    }

    /** Whether the unfinished clone of that number is the work of that run. */
    boolean ours(VmId id, RunMarker marker) {
        var state = operations.state(marker, step(id));
        var said = operations.edges(marker, step(id));
        boolean began = Pattern.compile("^creating a clone of VM \\d{1,9} with ID " + id + "$", Pattern.MULTILINE)
                .matcher(said)
                .find();
        return switch (state) {
            case NONE -> false;
            case STARTING, RUNNING -> began;
            case GONE, FINISHED -> began && !CLEANED.matcher(said).find();
        };
    }

    /** Whether our {@code qm clone} for that number lives, or is just being started: then the VM can still appear. */
    boolean atWork(VmId id, RunMarker marker) {
        var state = operations.state(marker, step(id));
        return state == Operations.State.RUNNING || state == Operations.State.STARTING;
    }

    private boolean neverBorn(VmId id, RunMarker marker, Instant start) {
        return pace.over(start, BIRTH) && operations.state(marker, step(id)) == Operations.State.STARTING;
    }

    /** Stops our clone where it is still at work, and removes what is left of it. */
    void remove(VmId id, RunMarker marker) {
        stop(id, marker);
        var left = reads.config(id);
        if (left.isPresent()) {
            if (!left.get().halfClone()) {
                // It finished just before it could be stopped; then it has the marker and is removed as any other VM.
                throw Problem.of(ProblemCode.HOST_BUSY, "The clone " + id + " finished while it was being stopped.")
                        .exception();
            }
            if (!ours(id, marker)) {
                throw PveReads.foreign(id);
            }
            var unlocked = host.unlock(id);
            if (!unlocked.succeeded()) {
                throw HostWords.problem(ProblemCode.LEFTOVERS, "The unfinished clone " + id + " stays locked", unlocked)
                        .exception();
            }
            destroyUnlocked(id, marker);
        }
        operations.forget(marker, step(id));
    }

    private void destroyUnlocked(VmId id, RunMarker marker) {
        var step = "undo-" + id;
        var end = operations.run(
                marker,
                step,
                new Operation.Destroy(id, false, true),
                pace.options().startPatience(),
                OperationLog.none());
        if (reads.config(id).isPresent()) {
            operations.forget(marker, step);
            throw HostWords.problem(
                            ProblemCode.LEFTOVERS, "The unfinished clone " + id + " stays", end.tail(), end.words())
                    .exception();
        }
        operations.forget(marker, step);
    }

    private void stop(VmId id, RunMarker marker) {
        var start = pace.now();
        for (int look = 0; ; look++) {
            var tasks = cloneTasks(id);
            boolean alive = atWork(id, marker) && !neverBorn(id, marker, start);
            if (tasks.isEmpty() && !alive) {
                return;
            }
            if (pace.over(start, STOPPING)) {
                throw Problem.of(ProblemCode.HOST_BUSY, "The clone " + id + " does not stop.")
                        .exception();
            }
            if (look % 5 == 0) {
                tasks.forEach(host::stopTask);
            }
            if (alive && look % 5 == 2) {
                // Without its parent the worker meets a closed pipe and cleans up as well.
                operations.terminate(marker, step(id));
            }
            pace.rest(look);
        }
    }

    /** Running clone tasks for the new number. The list files them under the template, so their first line decides. */
    private List<String> cloneTasks(VmId id) {
        var found = new ArrayList<String>();
        var tasks = host.get("its running tasks", "/nodes/" + host.node() + "/tasks", Map.of("source", "active"));
        for (var task : Lenient.rows(tasks)) {
            var upid = Lenient.text(task, "upid").orElse("");
            if (Lenient.text(task, "type").filter("qmclone"::equals).isEmpty()
                    || Upid.parse(upid).isEmpty()) {
                continue;
            }
            var log = host.ask("/nodes/" + host.node() + "/tasks/" + upid + "/log");
            if (log.succeeded()
                    && Lenient.rows(host.json("a task", log)).stream().anyMatch(line -> Lenient.text(line, "t")
                            .filter(text -> text.endsWith(" with ID " + id))
                            .isPresent())) {
                found.add(upid);
            }
        }
        return found;
    }
}
