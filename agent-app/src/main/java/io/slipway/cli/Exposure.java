package io.slipway.cli;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** Finds out whether others can read a file that holds a secret. */
final class Exposure {
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private Exposure() {}

    /**
     * Refuses a file that others can read or exchange.
     *
     * @param home the user's folder, whose readers (on Windows: the user, the system, the administrators) are the accepted ones
     * @throws io.slipway.server.base.SlipwayException FILE_EXPOSED
     */
    static void check(Path file, Path home) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        var posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        boolean exposed;
        if (posix != null) {
            exposed = posix.readAttributes().permissions().stream().anyMatch(OTHERS::contains);
        } else {
            // Names of accounts are translated, so they are compared with those of a folder known to be private.
            exposed = acl != null && !readers(home).containsAll(readers(file));
        }
        if (exposed) {
            throw Problem.of(ProblemCode.FILE_EXPOSED, "Others than you can read or change " + file + ".")
                    .exception();
        }
    }

    private static Set<UserPrincipal> readers(Path path) throws IOException {
        var readers = new HashSet<UserPrincipal>();
        var view = Files.getFileAttributeView(path, AclFileAttributeView.class);
        if (view != null) {
            readers.add(view.getOwner());
            for (var entry : view.getAcl()) {
                if (entry.type() == AclEntryType.ALLOW && entry.permissions().contains(AclEntryPermission.READ_DATA)) {
                    readers.add(entry.principal());
                }
            }
        }
        return readers;
    }
}
