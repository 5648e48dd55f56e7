package io.slipway.cli;

import io.slipway.cli.view.Units;
import io.slipway.iso.IsoImage;
import io.slipway.server.base.Json;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the commands that write an image have in common. */
final class IsoReport {
    private IsoReport() {}

    /** An image is replaced only on request. */
    static void requireFree(Path target, boolean force) throws FileAlreadyExistsException {
        if (!force && Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
    }

    /** Tells what was written, and everything that some view shows differently from what was asked. */
    static void show(Shell shell, Path target, IsoImage image) {
        var json = Json.object();
        json.put("image", target.toString());
        json.put("size_bytes", image.size());
        json.put("volume_id", image.volumeId());
        json.put("content_sha256", image.digest());
        var deviations = json.putArray("deviations");
        image.report().forEach(deviation -> deviations.add(deviation.toString()));
        var screen = shell.screen();
        screen.result(json, () -> {
            image.report().forEach(deviation -> screen.warning(deviation.toString()));
            screen.line(target + ": " + Units.bytes(image.size()) + " (" + image.size() + " bytes)");
            screen.line("content SHA-256 " + image.digest());
        });
    }
}
