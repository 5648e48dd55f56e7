package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MachineDetail;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import io.slipway.server.hypervisor.VmSettings;
import java.util.List;

/** Brings a fresh clone to the wanted settings with one configuration call. */
final class ApplyWork {
    private final PveNode host;
    private final PveReads reads;
    private final Notes notes;
    private final Operations operations;
    private final Pace pace;

    ApplyWork(PveNode host, PveReads reads, Notes notes, Operations operations, Pace pace) {
        this.host = host;
        this.reads = reads;
        this.notes = notes;
        this.operations = operations;
        this.pace = pace;
    }

    /** Where we note which slot we took, so that the empty drive can go away when the VM is off. */
    static String slotNote(VmId id, RunMarker marker) {
        return marker.runId() + "/slot-" + id;
    }

    MachineDetail run(VmId id, RunMarker marker, VmSettings settings) {
        return pace.patiently(() -> once(id, marker, settings));
    }

    private MachineDetail once(VmId id, RunMarker marker, VmSettings settings) {
        var config = reads.ours(id, marker);
        PowerWork.requireUnlocked(id, config);
        var pending = reads.pending(id);
        var change = SettingsChange.of(config, settings, () -> slotFor(config, pending));
        var disk = growth(config, settings);
        boolean running = reads.running(id);
        if (!change.isEmpty() || disk.isPresent()) {
            if (running) {
                throw Problem.of(ProblemCode.WRONG_STATE, "VM " + id + " runs, so its settings cannot be changed.")
                        .exception();
            }
            change.requireWithin(reads::capacity, reads::bridges);
            write(id, marker, config, change);
            disk.ifPresent(wanted -> grow(id, marker, wanted));
        }
        return readBack(id, marker, settings, running);
    }

    private String slotFor(VmConfig config, List<PendingValue> pending) {
        return Slots.free(reads.takenSlots(config, pending)).orElseThrow(() -> Problem.of(
                        ProblemCode.NO_FREE_SLOT,
                        "Every SATA and IDE place of the VM is taken, so the config disc has none.")
                .exception());
    }

    private void write(VmId id, RunMarker marker, VmConfig config, SettingsChange change) {
        if (change.isEmpty()) {
            return;
        }
        change.slot().ifPresent(slot -> notes.note(slotNote(id, marker), slot));
        var answer = host.set(id, change.values(), change.deletes(), config.digest());
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The settings of VM " + id + " were refused", answer)
                    .exception();
        }
    }

    private static java.util.Optional<Disk> growth(VmConfig config, VmSettings settings) {
        if (settings.diskGiB().isEmpty()) {
            return java.util.Optional.empty();
        }
        long wanted = (long) settings.diskGiB().getAsInt() << 30;
        var disk = Disk.system(config)
                .orElseThrow(() -> Problem.of(ProblemCode.UNPROCESSABLE, "The VM has no disk that could grow.")
                        .exception());
        if (wanted < disk.bytes()) {
            throw Problem.of(
                            ProblemCode.DISK_SHRINK,
                            "The template's disk has " + disk.gib() + " GiB; it cannot become smaller ("
                                    + settings.diskGiB().getAsInt() + " GiB asked).")
                    .exception();
        }
        return wanted == disk.bytes()
                ? java.util.Optional.empty()
                : java.util.Optional.of(new Disk(disk.slot(), wanted));
    }

    /** An absolute size, so a second call after a crash changes nothing. */
    private void grow(VmId id, RunMarker marker, Disk wanted) {
        var step = "resize-" + id;
        var end = operations.run(
                marker,
                step,
                new Operation.Resize(id, wanted.slot(), wanted.gib()),
                pace.options().stall(),
                OperationLog.none());
        operations.forget(marker, step);
        var after =
                Disk.of(wanted.slot(), reads.ours(id, marker).get(wanted.slot()).orElse(""));
        if (after.bytes() < wanted.bytes()) {
            throw HostWords.problem(
                            ProblemCode.HOST_ANSWER, "The disk of VM " + id + " did not grow", end.tail(), end.words())
                    .exception();
        }
    }

    /** What we wrote must be there, and nothing of it may wait for the next cold start. */
    private MachineDetail readBack(VmId id, RunMarker marker, VmSettings settings, boolean running) {
        var config = reads.ours(id, marker);
        var left = SettingsChange.of(config, settings, () -> "sata0");
        var waiting = reads.pending(id).stream()
                .filter(PendingValue::waits)
                .map(PendingValue::key)
                .toList();
        if (!left.isEmpty() || !waiting.isEmpty()) {
            throw Problem.of(
                            ProblemCode.HOST_ANSWER,
                            "The host took the settings of VM " + id + " but does not show them"
                                    + (waiting.isEmpty()
                                            ? "."
                                            : "; still pending: " + String.join(", ", waiting) + "."))
                    .exception();
        }
        return reads.detail(id, config, running);
    }

    /** Slots that hold the volume now or will hold it after a cold start. */
    static List<String> slotsWith(MediaRef media, VmConfig config, List<PendingValue> pending) {
        var slots = new java.util.TreeSet<String>();
        config.media().forEach((slot, volume) -> {
            if (volume.equals(media.volume())) {
                slots.add(slot);
            }
        });
        for (var row : pending) {
            if (VmConfig.isDrive(row.key())
                    && (row.value()
                                    .map(VmConfig::volume)
                                    .filter(media.volume()::equals)
                                    .isPresent()
                            || row.next()
                                    .map(VmConfig::volume)
                                    .filter(media.volume()::equals)
                                    .isPresent())) {
                slots.add(row.key());
            }
        }
        return List.copyOf(slots);
    }
}
