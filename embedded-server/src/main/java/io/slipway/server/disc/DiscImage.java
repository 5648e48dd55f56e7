package io.slipway.server.disc;

import io.slipway.server.answer.AnswerKind;
import io.slipway.server.answer.ConfigImage;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.store.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;

/** Writes the files of a config disc as an ISO image, in memory: well under a megabyte, never on this machine's disk. */
public final class DiscImage {
    private final InstantSource clock;

    public DiscImage(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * The image's bytes; they hold passwords.
     *
     * @throws SlipwayException INVALID_ISO when a name cannot be written
     */
    public byte[] build(AnswerKind kind, Map<String, byte[]> files) {
        return ConfigImage.of(kind, files, clock.instant().truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Writes the image to a file that only this user can read; a crash leaves the old file or the new one.
     *
     * @return its size in bytes
     * @throws SlipwayException as {@link #build}, and FILE_ERROR
     */
    public long save(AnswerKind kind, Map<String, byte[]> files, Path file) {
        var bytes = build(kind, files);
        try {
            PrivateFiles.write(file.toAbsolutePath(), bytes);
            return bytes.length;
        } catch (IOException e) {
            throw new SlipwayException(
                    Problem.of(ProblemCode.FILE_ERROR, "The ISO image could not be written to " + file + "."), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
