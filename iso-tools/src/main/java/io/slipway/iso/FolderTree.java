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
    private final IsoBuilder builder;
    private final Class<? extends BasicFileAttributes> kind;

    private FolderTree(IsoBuilder builder, Path folder) {
        this.builder = builder;
        this.kind = folder.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? PosixFileAttributes.class
                : BasicFileAttributes.class;
    }

    /** Adds what is in the folder; {@code prefix} is empty or a path that ends with a slash. */
    static void add(Path folder, String prefix, IsoBuilder builder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IsoException(IsoException.Reason.INVALID_INPUT, "'" + folder + "' is not a folder.");
        }
        new FolderTree(builder, folder).list(folder, prefix, 0);
    }

    private void list(Path folder, String prefix, int depth) throws IOException {
        if (depth > NodeTree.MAX_DEPTH) {
            throw new IsoException(
                    IsoException.Reason.LIMIT, "'" + prefix + "' has more than " + NodeTree.MAX_DEPTH + " levels.");
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                entry(entry, prefix + entry.getFileName(), depth);
            }
        }
    }

    private void entry(Path entry, String path, int depth) throws IOException {
        var attributes = Files.readAttributes(entry, kind, LinkOption.NOFOLLOW_LINKS);
        if (attributes.isDirectory()) {
            builder.directory(path);
            list(entry, path + "/", depth + 1);
        } else if (attributes.isSymbolicLink()) {
            builder.symlink(path, Files.readSymbolicLink(entry).toString());
        } else if (attributes.isRegularFile()) {
            boolean executable = attributes instanceof PosixFileAttributes posix
                    && posix.permissions().contains(PosixFilePermission.OWNER_EXECUTE);
            builder.file(
                    path,
                    new PathSource(
                            entry,
                            attributes.size(),
                            attributes.lastModifiedTime().toMillis(),
                            null),
                    executable ? Attributes.EXECUTABLE : Attributes.FILE);
        } else {
            throw new IsoException(
                    IsoException.Reason.INVALID_INPUT,
                    "'" + path + "' is neither a file, a folder nor a link; images hold nothing else.");
        }
    }
}
