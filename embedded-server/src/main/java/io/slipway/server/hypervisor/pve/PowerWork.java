package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.time.Duration;
import java.util.regex.Pattern;

/** Power on, power off, keys. */
final class PowerWork {
    private static final Pattern KEY = Pattern.compile("[a-z0-9_]{1,20}(-[a-z0-9_]{1,20}){0,5}");

    private final PveNode host;
    private final PveReads reads;
    private final Operations operations;
    private final Pace pace;

    PowerWork(PveNode host, PveReads reads, Operations operations, Pace pace) {
        this.host = host;
        this.reads = reads;
        this.operations = operations;
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
            var end = work(marker, step, new Operation.Start(id));
            boolean runs0 = end.succeeded() ? becomes(id, true) : reads.running(id);
            operations.forget(marker, step);
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
            var end = work(marker, step, new Operation.Stop(id));
            boolean stopped = end.succeeded() ? becomes(id, false) : !reads.running(id);
            operations.forget(marker, step);
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
            var end = operations.run(
                    marker,
                    step,
                    new Operation.Shutdown(id, seconds),
                    patience.plus(pace.options().startPatience()),
                    OperationLog.none());
            boolean off = end.succeeded() ? becomes(id, false) : !reads.running(id);
            operations.forget(marker, step);
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
        var answer = host.sendKey(id, key);
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.WRONG_STATE, "The key did not reach VM " + id, answer)
                    .exception();
        }
    }

    private Operations.End work(RunMarker marker, String step, Operation operation) {
        return operations.run(marker, step, operation, pace.options().startPatience(), OperationLog.none());
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
