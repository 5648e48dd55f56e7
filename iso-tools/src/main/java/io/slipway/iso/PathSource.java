package io.slipway.iso;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A source on disk, with the size and time it had when it was added. */
record PathSource(
        Path file, long size, long modifiedMillis, @Nullable String sha256) implements Source {

    @Override
    public InputStream open() throws IOException {
        checkUnchanged();
        return openUnchecked();
    }

    /** A plain stream has the fewest system calls, which is what counts for thousands of small files. */
    InputStream openUnchecked() throws IOException {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? new FileInputStream(file.toFile())
                : Files.newInputStream(file);
    }

    /** Fills that many bytes of the array as {@link #size} says, and checks that the file did not change meanwhile. */
    void readInto(byte[] target, int offset) throws IOException {
        try (var in = openUnchecked()) {
            if (in.readNBytes(target, offset, (int) size) < size) {
                throw new IsoException(
                        IsoException.Reason.SOURCE_CHANGED,
                        file.getFileName() + " became shorter after the image was planned.");
            }
        }
        checkUnchanged();
    }

    void checkUnchanged() throws IOException {
        var attributes = Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
        if (attributes.size() != size || attributes.lastModifiedTime().toMillis() != modifiedMillis) {
            throw new IsoException(
                    IsoException.Reason.SOURCE_CHANGED,
                    file.getFileName() + " changed after the image was planned: it had " + size + " bytes and now has "
                            + attributes.size() + ".");
        }
    }

    @Override
    public Optional<String> knownSha256() {
        return Optional.ofNullable(sha256);
    }

    @Override
    public Source withSha256(String known) {
        return new PathSource(file, size, modifiedMillis, Source.checkedSha256(known));
    }
}
