package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.Storage;
import io.slipway.server.ssh.Posix;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts ISO images onto storages and takes them away again. A note on the host proves which ones are ours. */
final class MediaWork {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final PveShell shell;
    private final PveReads reads;
    private final Runs runs;
    private final Detached detached;
    private final MediaUse use;
    private final Pace pace;

    MediaWork(PveShell shell, PveReads reads, Runs runs, Detached detached, MediaUse use, Pace pace) {
        this.shell = shell;
        this.reads = reads;
        this.runs = runs;
        this.detached = detached;
        this.use = use;
        this.pace = pace;
    }

    void put(MediaUpload upload, RunMarker marker) {
        if (!SHA256.matcher(upload.sha256()).matches() || upload.size() < 1) {
            throw new IllegalArgumentException("an upload has a size and a lower-case SHA-256");
        }
        var media = upload.target();
        var storage = suitable(media);
        var there = reads.isoSize(media);
        if (there.isPresent()) {
            if (there.getAsLong() == upload.size() && upload.sha256().equals(digestOnHost(media))) {
                runs.note(note(media), claim(marker));
                return;
            }
            if (runs.readNote(note(media)).filter(claim(marker)::equals).isEmpty()) {
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
        runs.note(note(media), claim(marker));
        send(upload, marker);
    }

    /** By way of {@code /var/tmp}: Proxmox itself moves the file, so every kind of storage and every folder setting works. */
    private void send(MediaUpload upload, RunMarker marker) {
        var media = upload.target();
        var key = key(media);
        var temporary = "/var/tmp/pveupload-" + key;
        var step = "media-" + key;
        shell.upload(temporary, upload.size(), upload.source()::writeTo);
        var end = detached.run(
                marker,
                step,
                List.of(
                        PveShell.PVESH,
                        "create",
                        "/nodes/" + shell.node() + "/storage/" + media.storage() + "/upload",
                        "--content",
                        "iso",
                        "--filename",
                        media.fileName(),
                        "--tmpfilename",
                        temporary,
                        "--checksum-algorithm",
                        "sha256",
                        "--checksum",
                        upload.sha256(),
                        "--output-format",
                        "json"),
                pace.options().stall(),
                OperationLog.none());
        // pvesh says 0 although its task failed, so only the storage's own list counts.
        var size = reads.isoSize(media);
        shell.script("rm -f " + Posix.quote(temporary) + " " + Posix.quote(temporary + ".part"));
        runs.forget(marker, step);
        if (size.isEmpty()
                || size.getAsLong() != upload.size()
                || !upload.sha256().equals(digestOnHost(media))) {
            if (size.isPresent()) {
                // A half copy under our name; the note says it is ours.
                shell.tool(PveShell.PVESM, "free", media.volume());
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

    /** The digest of what lies on the storage. The host says where that is: folders can be set per storage. */
    private String digestOnHost(MediaRef media) {
        var where = shell.tool(PveShell.PVESM, "path", media.volume());
        var path = where.out().strip();
        if (!where.succeeded() || !path.startsWith("/") || path.lines().count() != 1 || path.indexOf('\0') >= 0) {
            throw HostWords.problem(ProblemCode.STORAGE_UNSUITABLE, "The host did not tell where the image lies", where)
                    .exception();
        }
        var answer = shell.script("sha256sum -- " + Posix.quote(path));
        var digest = answer.out().strip().split(" ", 2)[0];
        if (!answer.succeeded() || !SHA256.matcher(digest).matches()) {
            throw HostWords.problem(ProblemCode.SSH_READ_FAILED, "The host could not read the image", answer)
                    .exception();
        }
        return digest;
    }

    OptionalLong size(MediaRef media) {
        suitable(media);
        return reads.isoSize(media);
    }

    void remove(MediaRef media) {
        suitable(media);
        if (reads.isoSize(media).isEmpty()) {
            runs.dropNote(note(media));
            return;
        }
        if (runs.readNote(note(media)).isEmpty()) {
            throw Problem.of(
                            ProblemCode.FOREIGN_OBJECT,
                            "The host has no note that Slipway uploaded " + media.fileName() + ", so the image stays.")
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
        var answer = shell.tool(PveShell.PVESM, "free", media.volume());
        if (reads.isoSize(media).isPresent()) {
            throw HostWords.problem(ProblemCode.LEFTOVERS, "The image " + media.fileName() + " stays", answer)
                    .exception();
        }
        runs.dropNote(note(media));
    }

    private static String claim(RunMarker marker) {
        return marker.description();
    }

    private static String note(MediaRef media) {
        return "media/" + media.storage() + "." + media.fileName();
    }

    /** The same for each try, so a repeated upload replaces what a broken one left. */
    private static String key(MediaRef media) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256").digest(media.volume().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
