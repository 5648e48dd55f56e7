package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.Storage;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts ISO images onto storages and takes them away again. A note proves which ones are ours. */
final class MediaWork {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final PveReads reads;
    private final Notes notes;
    private final ImageStore store;
    private final MediaUse use;

    MediaWork(PveReads reads, Notes notes, ImageStore store, MediaUse use) {
        this.reads = reads;
        this.notes = notes;
        this.store = store;
        this.use = use;
    }

    void put(MediaUpload upload, RunMarker marker) {
        if (!SHA256.matcher(upload.sha256()).matches() || upload.size() < 1) {
            throw new IllegalArgumentException("an upload has a size and a lower-case SHA-256");
        }
        var media = upload.target();
        var storage = suitable(media);
        var there = reads.isoSize(media);
        if (there.isPresent()) {
            if (there.getAsLong() == upload.size() && store.holds(upload, marker)) {
                notes.note(note(media), claim(marker));
                return;
            }
            if (notes.readNote(note(media)).filter(claim(marker)::equals).isEmpty()) {
                throw Problem.of(
                                ProblemCode.FOREIGN_OBJECT,
                                "The storage already has another image named " + media.fileName() + ".")
                        .exception();
            }
        } else if (storage.availableBytes() < upload.size()) {
            throw Problem.of(
                            ProblemCode.STORAGE_FULL,
                            "The storage " + storage.name() + " has " + storage.availableBytes() + " bytes left; "
                                    + upload.size() + " are needed.")
                    .exception();
        }
        notes.note(note(media), claim(marker));
        send(upload, marker);
    }

    /** The state decides, not what the host says of its task. */
    private void send(MediaUpload upload, RunMarker marker) {
        var media = upload.target();
        var end = store.send(upload, marker);
        var size = reads.isoSize(media);
        if (size.isEmpty() || size.getAsLong() != upload.size() || !store.holds(upload, marker)) {
            if (size.isPresent()) {
                // A half copy under our name; the note says it is ours.
                store.free(media);
            }
            throw HostWords.problem(
                            ProblemCode.SSH_WRITE_FAILED,
                            "The image did not arrive on storage " + media.storage(),
                            end.tail(),
                            complaintOf(end.tail()))
                    .exception();
        }
    }

    /** The task's own error line; the last line is its number. */
    private static String complaintOf(String tail) {
        return tail.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("\"UPID:"))
                .reduce((first, second) -> second)
                .orElse("");
    }

    private Storage suitable(MediaRef media) {
        var all = reads.storages();
        return all.stream()
                .filter(storage -> storage.name().equals(media.storage()))
                .filter(storage -> storage.active() && storage.content().contains("iso"))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemCode.STORAGE_UNSUITABLE,
                                "The storage " + media.storage() + " is not there, not active or takes no ISO images."
                                        + " Usable: "
                                        + all.stream()
                                                .filter(storage -> storage.active()
                                                        && storage.content().contains("iso"))
                                                .map(Storage::name)
                                                .collect(Collectors.joining(", "))
                                        + ".")
                        .exception());
    }

    OptionalLong size(MediaRef media) {
        suitable(media);
        return reads.isoSize(media);
    }

    void remove(MediaRef media) {
        suitable(media);
        if (reads.isoSize(media).isEmpty()) {
            notes.dropNote(note(media));
            store.forget(media);
            return;
        }
        if (notes.readNote(note(media)).isEmpty()) {
            throw Problem.of(
                            ProblemCode.FOREIGN_OBJECT,
                            "There is no note that Slipway uploaded " + media.fileName() + ", so the image stays.")
                    .exception();
        }
        var users = use.users(media);
        if (!users.isEmpty()) {
            throw Problem.of(
                            ProblemCode.WRONG_STATE,
                            "The image " + media.fileName() + " is still in a drive or a snapshot of VM "
                                    + String.join(", ", users) + ".",
                            "Take it out of the drive or remove the snapshot, then run the clean-up again.")
                    .exception();
        }
        var answer = store.free(media);
        if (reads.isoSize(media).isPresent()) {
            throw HostWords.problem(ProblemCode.LEFTOVERS, "The image " + media.fileName() + " stays", answer)
                    .exception();
        }
        notes.dropNote(note(media));
    }

    private static String claim(RunMarker marker) {
        return marker.description();
    }

    private static String note(MediaRef media) {
        return "media/" + media.storage() + "." + media.fileName();
    }
}
