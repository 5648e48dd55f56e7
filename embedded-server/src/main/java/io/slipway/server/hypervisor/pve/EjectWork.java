package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Takes a config ISO out of our VM's drives; the drive itself goes when the VM is off.
 *
 * <p>Deleting a drive of a running VM would only be noted for later and could blank the boot order, so a running VM is only
 * ejected.
 */
final class EjectWork {
    private static final String EMPTY = "none,media=cdrom";

    private final PveNode host;
    private final PveReads reads;
    private final Notes notes;
    private final Pace pace;

    EjectWork(PveNode host, PveReads reads, Notes notes, Pace pace) {
        this.host = host;
        this.reads = reads;
        this.notes = notes;
        this.pace = pace;
    }

    void run(VmId id, RunMarker marker, MediaRef media) {
        pace.patientlyDo(() -> once(id, marker, media));
    }

    private void once(VmId id, RunMarker marker, MediaRef media) {
        var found = reads.config(id);
        if (found.isEmpty()) {
            reads.elsewhere(id).ifPresent(problem -> {
                throw problem;
            });
            notes.dropNote(ApplyWork.slotNote(id, marker));
            return;
        }
        if (found.get().halfClone()) {
            // An unfinished clone has no drives of ours; whoever owns it, there is nothing to take out.
            return;
        }
        eject(id, reads.ours(id, marker), media);
        removeDrive(id, marker);
    }

    private void eject(VmId id, VmConfig config, MediaRef media) {
        var slots = ApplyWork.slotsWith(media, config, reads.pending(id));
        if (slots.isEmpty()) {
            return;
        }
        PowerWork.requireUnlocked(id, config);
        var values = new TreeMap<String, String>();
        slots.forEach(slot -> values.put(slot, EMPTY));
        // Without it the host puts the drive into the boot order, though we took care that it is not there.
        config.get("boot").ifPresent(order -> values.put("boot", order));
        set(id, config, values, List.of());
        var after = reads.config(id);
        if (after.isPresent()
                && !ApplyWork.slotsWith(media, after.get(), reads.pending(id)).isEmpty()) {
            throw Problem.of(ProblemCode.HOST_BUSY, "The host has not let go of the disc in VM " + id + " yet.")
                    .exception();
        }
    }

    /** Only the slot we noted when we attached the disc, and only while it is empty. */
    private void removeDrive(VmId id, RunMarker marker) {
        var note = ApplyWork.slotNote(id, marker);
        var slot = notes.readNote(note).orElse("");
        if (!VmConfig.isDrive(slot)) {
            return;
        }
        if (reads.running(id)) {
            return;
        }
        var config = reads.ours(id, marker);
        if (config.get(slot)
                .map(VmConfig::volume)
                .filter(volume -> volume.equals("none"))
                .isPresent()) {
            var boot = config.get("boot").map(order -> Map.of("boot", order)).orElse(Map.of());
            set(id, config, boot, List.of(slot));
        }
        notes.dropNote(note);
    }

    private void set(VmId id, VmConfig config, Map<String, String> values, List<String> deletes) {
        var answer = host.set(id, values, deletes, config.digest());
        if (!answer.succeeded()) {
            throw HostWords.problem(ProblemCode.HOST_ANSWER, "The drives of VM " + id + " did not change", answer)
                    .exception();
        }
    }
}
