package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** Power on, power off, keys. */
final class PowerWork {
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,20}(-[a-z0-9_]{1,20}){0,5}");

    private final PveShell shell;
    private final PveReads reads;
    private final Runs runs;
    private final Detached detached;
    private final Pace pace;

    PowerWork(PveShell shell, PveReads reads, Runs runs, Detached detached, Pace pace) {
        this.shell = shell;
        this.reads = reads;
        this.runs = runs;
        this.detached = detached;
        this.pace = pace;
    }

    static void requireUnlocked(VmId id, VmConfig config) {
        config.lock().ifPresent(lock -> {
            throw Problem.of(
                            ProblemCode.VM_LOCKED,
                            "VM " + id + " is locked by the host (" + HostAnswer.presentable(lock) + ").")
                    .exception();
        });
    }

    void start(VmId id, RunMarker marker) {
        pace.patientlyDo(() -> {
            var config = reads.ours(id, marker);
            if (reads.running(id)) {
                return;
            }
            requireUnlocked(id, config);
            var step = "start-" + id;
            var end = work(marker, step, List.of(PveShell.QM, "start", id.toString()));
            boolean runs0 = end.succeeded() ? becomes(id, true) : reads.running(id);
            runs.forget(marker, step);
            if (!runs0) {
                throw HostWords.problem(
                                ProblemCode.START_FAILED, "VM " + id + " did not start", end.tail(), end.words())
                        .exception();
            }
        });
    }

    void stop(VmId id, RunMarker marker) {
        pace.patientlyDo(() -> {
            reads.ours(id, marker);
            if (!reads.running(id)) {
                return;
            }
            var step = "stop-" + id;
            var end = work(marker, step, List.of(PveShell.QM, "stop", id.toString()));
            boolean stopped = end.succeeded() ? becomes(id, false) : !reads.running(id);
            runs.forget(marker, step);
            if (!stopped) {
                throw HostWords.problem(ProblemCode.HOST_ANSWER, "VM " + id + " did not stop", end.tail(), end.words())
                        .exception();
            }
        });
    }

    boolean shutdown(VmId id, RunMarker marker, Duration patience) {
        return pace.patiently(() -> {
            reads.ours(id, marker);
            if (!reads.running(id)) {
                return true;
            }
            var step = "shutdown-" + id;
            var seconds = Math.clamp(patience.toSeconds(), 1, 3600);
            var end = detached.run(
                    marker,
                    step,
                    List.of(PveShell.QM, "shutdown", id.toString(), "--timeout", Long.toString(seconds)),
                    patience.plus(pace.options().startPatience()),
                    OperationLog.none());
            boolean off = end.succeeded() ? becomes(id, false) : !reads.running(id);
            runs.forget(marker, step);
            var known = HostWords.codeIn(end.tail());
            if (!off && known.isPresent()) {
                throw HostWords.problem(known.get(), "VM " + id + " did not shut down", end.tail(), end.words())
                        .exception();
            }
            return off;
        });
    }

    void sendKey(VmId id, RunMarker marker, String key) {
        if (!KEY.matcher(key).matches()) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "That is not a key in the host's notation, for example ret.")
                    .exception();
        }
        reads.ours(id, marker);
        var answer = shell.tool(PveShell.QM, "sendkey", id.toString(), key);
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.WRONG_STATE, "The key did not reach VM " + id, answer)
                    .exception();
        }
    }

    private Detached.End work(RunMarker marker, String step, List<String> words) {
        return detached.run(marker, step, words, pace.options().startPatience(), OperationLog.none());
    }

    /** An HA-managed VM is started and stopped by another daemon after the call has returned. */
    private boolean becomes(VmId id, boolean running) {
        var start = pace.now();
        for (int look = 0; reads.running(id) != running; look++) {
            if (pace.over(start, pace.options().startPatience())) {
                return false;
            }
            pace.rest(look);
        }
        return true;
    }

    /** Passes lines on, but nothing stops half-way: for operations that must not be cancelled. */
    static OperationLog deaf(OperationLog log) {
        return new OperationLog() {
            @Override
            public void line(String text) {
                log.line(text);
            }

            @Override
            public void percent(int percent) {
                log.percent(percent);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
    }
}
