package io.slipway.server.vault.key;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Copies of files that a key is lost with, so that it can be had back if what opens it turns up. */
final class SetAside {
    private SetAside() {}

    /** Copies the file with its rights beside itself as {@code NAME.lost-TIME}, durably, over no other copy. */
    static Optional<String> copy(Path file, long at) {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            for (long time = at; ; time++) {
                var copy = file.resolveSibling(file.getFileName() + ".lost-" + time);
                if (copied(file, copy)) {
                    return Optional.of(String.valueOf(copy.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(
                            ProblemCode.CONFIG_ERROR,
                            "The file " + file.getFileName() + " cannot be set aside: "
                                    + e.getClass().getSimpleName() + ".",
                            "Check that the data folder is writable by this user and has free space."),
                    e);
        }
    }

    private static boolean copied(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return true;
    }
}
