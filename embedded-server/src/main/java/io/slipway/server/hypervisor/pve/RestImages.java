package io.slipway.server.hypervisor.pve;

import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.MediaUpload;
import io.slipway.server.hypervisor.OperationLog;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import java.util.List;
import java.util.Map;

/**
 * Images by multipart upload. The API cannot read an image back, so the host compares the digest while it takes the image in,
 * and we note that it did, together with the time of the file: an image that somebody replaced is not taken for ours.
 */
final class RestImages implements ImageStore {
    private static final String PENDING = "pending ";

    private final RestHost host;
    private final RestNode node;
    private final PveReads reads;
    private final RestOperations operations;
    private final RestTasks tasks;
    private final Notes notes;
    private final Pace pace;

    RestImages(RestHost host, RestNode node, RestOperations operations, RestTasks tasks, Notes notes, Pace pace) {
        this.host = host;
        this.node = node;
        this.reads = new PveReads(node);
        this.operations = operations;
        this.tasks = tasks;
        this.notes = notes;
        this.pace = pace;
    }

    @Override
    public Operations.End send(MediaUpload upload, RunMarker marker) {
        var step = step(upload.target());
        var pending = PENDING + upload.sha256();
        if (notes.readNote(note(upload.target())).filter(pending::equals).isEmpty()) {
            // What was under way had other bytes.
            operations.forget(marker, step);
            notes.note(note(upload.target()), pending);
        }
        operations.join(marker, step, () -> operations.begin(marker, step, task(upload)));
        var end = operations.follow(marker, step, pace.options().stall(), OperationLog.none());
        if (end.succeeded()) {
            verified(upload);
        }
        operations.forget(marker, step);
        return end;
    }

    private RestTask task(MediaUpload upload) {
        var media = upload.target();
        var fields = Map.of("content", "iso", "checksum-algorithm", "sha256", "checksum", upload.sha256());
        return new RestTask(
                () -> RestNode.answer(host.upload(
                        storage(media) + "/upload", fields, media.fileName(), upload.size(), upload.source())),
                List.of("imgcopy"),
                "",
                "/" + media.fileName());
    }

    private String storage(MediaRef media) {
        return "/nodes/" + node.node() + "/storage/" + media.storage();
    }

    private void verified(MediaUpload upload) {
        reads.storedImage(upload.target())
                .ifPresent(image -> notes.note(note(upload.target()), upload.sha256() + " " + image.changedSeconds()));
    }

    @Override
    public boolean holds(MediaUpload upload, RunMarker marker) {
        var known = notes.readNote(note(upload.target())).orElse("");
        if (known.equals(PENDING + upload.sha256())) {
            return arrived(upload, marker);
        }
        return reads.storedImage(upload.target())
                .filter(image -> known.equals(upload.sha256() + " " + image.changedSeconds()))
                .isPresent();
    }

    /** We died after the upload began; the host's task knows whether the digest was right. */
    private boolean arrived(MediaUpload upload, RunMarker marker) {
        var step = step(upload.target());
        var state = operations.state(marker, step);
        if (state != Operations.State.RUNNING && state != Operations.State.FINISHED) {
            return false;
        }
        boolean right = operations
                .follow(marker, step, pace.options().stall(), OperationLog.none())
                .succeeded();
        if (right) {
            verified(upload);
            operations.forget(marker, step);
        }
        return right;
    }

    @Override
    public HostAnswer free(MediaRef media) {
        var answer = node.delete(storage(media) + "/content/" + media.volume(), Map.of());
        if (!answer.succeeded()) {
            return answer;
        }
        var upid = Upid.parse(node.json("the removal of an image", answer).asString(""));
        forget(media);
        if (upid.isEmpty()) {
            return answer;
        }
        var end = tasks.watch(upid.get().text(), pace.options().startPatience(), OperationLog.none());
        return new HostAnswer(end.succeeded() ? 0 : 1, "", end.succeeded() ? "" : end.words());
    }

    @Override
    public void forget(MediaRef media) {
        notes.dropNote(note(media));
    }

    private static String step(MediaRef media) {
        return "media-" + ImageStore.key(media);
    }

    private static String note(MediaRef media) {
        return "digest/" + media.storage() + "." + media.fileName();
    }
}
