package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Removes VMs of ours, finished or not, and nothing else. */
final class DestroyWork {
    private final PveNode host;
    private final PveReads reads;
    private final Notes notes;
    private final Operations operations;
    private final HalfClone half;
    private final PowerWork power;
    private final Pace pace;

    DestroyWork(
            PveNode host,
            PveReads reads,
            Notes notes,
            Operations operations,
            HalfClone half,
            PowerWork power,
            Pace pace) {
        this.host = host;
        this.reads = reads;
        this.notes = notes;
        this.operations = operations;
        this.half = half;
        this.power = power;
        this.pace = pace;
    }

    void run(VmId id, RunMarker marker, Optional<String> smbiosUuid, OperationLog log) {
        pace.patientlyDo(() -> once(id, marker, smbiosUuid, log));
    }

    /** Undoes a clone whose order was withdrawn. A clone that somebody else owns stays. */
    void afterCancel(VmId id, RunMarker marker) {
        pace.patientlyDo(() -> {
            var found = reads.config(id);
            boolean ours = found.isPresent()
                    && (found.get().halfClone()
                            ? half.ours(id, marker)
                            : found.get().marker().filter(marker::equals).isPresent());
            if (ours) {
                once(id, marker, Optional.empty(), OperationLog.none());
            } else if (half.atWork(id, marker)) {
                half.remove(id, marker);
            }
        });
    }

    private void once(VmId id, RunMarker marker, Optional<String> smbiosUuid, OperationLog log) {
        var found = reads.config(id);
        if (found.isEmpty() && half.atWork(id, marker)) {
            half.remove(id, marker);
        }
        if (found.isEmpty()) {
            reads.elsewhere(id).ifPresent(problem -> {
                throw problem;
            });
            forgetAll(id, marker);
            return;
        }
        var config = found.get();
        if (config.halfClone()) {
            if (!half.ours(id, marker)) {
                throw PveReads.foreign(id);
            }
            half.remove(id, marker);
            return;
        }
        guard(id, config, marker, smbiosUuid);
        if (reads.running(id)) {
            power.stop(id, marker);
        }
        unprotect(id, config, smbiosUuid);
        destroy(id, marker, log);
    }

    private static void guard(VmId id, VmConfig config, RunMarker marker, Optional<String> smbiosUuid) {
        boolean ours =
                !config.template() && config.marker().filter(marker::equals).isPresent();
        boolean same = smbiosUuid
                .map(uuid -> config.smbiosUuid()
                        .filter(uuid.toLowerCase(Locale.ROOT)::equals)
                        .isPresent())
                .orElse(true);
        if (!ours || !same) {
            throw PveReads.foreign(id);
        }
        PowerWork.requireUnlocked(id, config);
    }

    /** A clone inherits the template's protection; after we configured a VM, protection is somebody's decision. */
    private void unprotect(VmId id, VmConfig config, Optional<String> smbiosUuid) {
        if (config.get("protection").filter("1"::equals).isEmpty()) {
            return;
        }
        if (smbiosUuid.isPresent()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "VM " + id + " is protected against removal.",
                            "Take the protection away on the host if the VM shall go.")
                    .exception();
        }
        var answer = host.set(id, Map.of("protection", "0"), List.of(), config.digest());
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.LEFTOVERS, "VM " + id + " stays protected", answer)
                    .exception();
        }
    }

    private void destroy(VmId id, RunMarker marker, OperationLog log) {
        var step = "destroy-" + id;
        var end = operations.run(
                marker,
                step,
                new Operation.Destroy(id, true, false),
                pace.options().stall(),
                PowerWork.deaf(log));
        if (reads.config(id).isPresent()) {
            operations.forget(marker, step);
            throw HostWords.problem(
                            ProblemCode.LEFTOVERS, "VM " + id + " could not be removed", end.tail(), end.words())
                    .exception();
        }
        forgetAll(id, marker);
    }

    private void forgetAll(VmId id, RunMarker marker) {
        for (var step : List.of("clone-", "undo-", "start-", "stop-", "shutdown-", "resize-", "destroy-")) {
            operations.forget(marker, step + id);
        }
        notes.dropNote(ApplyWork.slotNote(id, marker));
    }
}
