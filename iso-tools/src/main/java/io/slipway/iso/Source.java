package io.slipway.iso;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The bytes of one file: a size known in advance, a way to read them, and, where somebody knows it, their SHA-256.
 *
 * <p>A source may be opened several times. Writing fails when it then yields more or fewer bytes than {@link #size()}.
 */
public sealed interface Source permits ByteSource, PathSource, RangeSource, StreamSource {

    /** Size in bytes, fixed from creation on. */
    long size();

    /** Opens the bytes from the start; the caller closes the stream. */
    InputStream open() throws IOException;

    /** The SHA-256 that the creator vouched for, in lower-case hex. */
    Optional<String> knownSha256();

    /**
     * The same source with a digest known elsewhere, which saves one reading while planning. The digest is taken on trust.
     *
     * @param sha256 64 hex digits
     */
    Source withSha256(String sha256);

    /** Bytes in memory. The array is not copied, so that a caller can wipe it once the image is written. */
    static Source of(byte[] bytes) {
        return new ByteSource(bytes, null);
    }

    /**
     * A regular file, read when the image is planned and again when it is written; a new size or modification time in
     * between is an error.
     */
    static Source of(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, file.getFileName() + " is not a regular file.");
        }
        return new PathSource(
                file, Files.size(file), Files.getLastModifiedTime(file).toMillis(), null);
    }

    /** Bytes from anywhere; the opener gives a fresh stream each time. */
    static Source of(long size, Opener opener) {
        if (size < 0) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, "A source cannot have " + size + " bytes.");
        }
        return new StreamSource(size, opener, null);
    }

    /** Gives the bytes of a source from the start. */
    @FunctionalInterface
    interface Opener {
        /** Opens a fresh stream. */
        InputStream open() throws IOException;
    }

    /** Checks and normalises a digest given by a caller. */
    static String checkedSha256(String sha256) {
        if (sha256.length() != 64) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, "A SHA-256 has 64 hex digits.");
        }
        try {
            return HexFormat.of().formatHex(HexFormat.of().parseHex(sha256));
        } catch (IllegalArgumentException e) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, "A SHA-256 has hex digits only.");
        }
    }
}
