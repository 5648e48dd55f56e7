package io.slipway.iso;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;

/** Adds a folder's entries to a builder. The order of listing does not matter: the image sorts by itself. */
final class FolderTree {
    private FolderTree() {}

    static void add(Path folder, IsoBuilder builder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, "'" + folder + "' is not a folder.");
        }
        list(folder, "", builder, 0);
    }

    private static void list(Path folder, String prefix, IsoBuilder builder, int depth) throws IOException {
        if (depth > IsoBuilder.MAX_DEPTH) {
            throw new IsoException(
                    IsoException.Reason.LIMIT, "'" + prefix + "' has more than " + IsoBuilder.MAX_DEPTH + " levels.");
        }
        Class<? extends BasicFileAttributes> kind =
                folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                        ? PosixFileAttributes.class
                        : BasicFileAttributes.class;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                String path = prefix + entry.getFileName();
                var attributes = Files.readAttributes(entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    builder.directory(path);
                    list(entry, path + "/", builder, depth + 1);
                } else if (attributes.isSymbolicLink()) {
                    builder.symlink(path, Files.readSymbolicLink(entry).toString());
                } else if (attributes.isRegularFile()) {
                    boolean executable = attributes instanceof PosixFileAttributes posix
                            && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
                    var source = new PathSource(
                            entry,
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis(),
                            null);
                    builder.file(path, source, executable ? Attributes.EXECUTABLE : Attributes.FILE);
                } else {
                    throw new IsoException(
                            IsoException.Reason.INVALID_INPUT,
                            "'" + path + "' is neither a file, a folder nor a link; images hold nothing else.");
                }
            }
        }
    }
}
