package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.ssh.Posix;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Images by SFTP. They go by way of {@code /var/tmp}: Proxmox itself moves the file, so every kind of storage and every
 * folder setting works.
 */
final class ShellImages implements ImageStore {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final PveShell shell;
    private final Detached detached;
    private final Pace pace;

    ShellImages(PveShell shell, Detached detached, Pace pace) {
        this.shell = shell;
        this.detached = detached;
        this.pace = pace;
    }

    @Override
    public Operations.End send(MediaUpload upload, RunMarker marker) {
        var media = upload.target();
        var key = ImageStore.key(media);
        var temporary = "/var/tmp/pveupload-" + key;
        var step = "media-" + key;
        shell.upload(temporary, upload.size(), upload.source()::writeTo);
        var end = detached.run(
                marker, step, words(upload, temporary), pace.options().stall(), OperationLog.none());
        shell.script("rm -f " + Posix.quote(temporary) + " " + Posix.quote(temporary + ".part"));
        detached.forget(marker, step);
        return end;
    }

    private List<String> words(MediaUpload upload, String temporary) {
        var media = upload.target();
        return List.of(
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
                "json");
    }

    @Override
    public boolean holds(MediaUpload upload, RunMarker marker) {
        return upload.sha256().equals(digestOnHost(upload.target()));
    }

    /** The digest of what lies on the storage. The host says where that is: folders can be set per storage. */
    private String digestOnHost(MediaRef media) {
        var where = shell.tool(PveShell.PVESM, "path", media.volume());
        var path = where.out().strip();
        if (!where.succeeded() || !path.startsWith("/") || path.lines().count() != 1 || path.indexOf('\0') >= 0) {
            throw HostWords.problem(ProblemCode.STORAGE_UNSUITABLE, "The host did not tell where the image lies", where)
                    .exception();
        }
        // What Proxmox moved there belongs to root.
        var answer = shell.tool("/usr/bin/sha256sum", "--", path);
        var digest = answer.out().strip().split(" ", 2)[0];
        if (!answer.succeeded() || !SHA256.matcher(digest).matches()) {
            throw HostWords.problem(ProblemCode.SSH_READ_FAILED, "The host could not read the image", answer)
                    .exception();
        }
        return digest;
    }

    @Override
    public HostAnswer free(MediaRef media) {
        return shell.tool(PveShell.PVESM, "free", media.volume());
    }
}
