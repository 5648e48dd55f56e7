package io.slipway.server.lab.sh;

import io.slipway.server.lab.sh.VfsException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;

/** Opening files by path for a process, with the few permissions the laboratory knows. */
public final class Files {
    /** What everybody may write: world-writable folders and the own home. */
    private static final List<String> OPEN = List.of("/var/tmp", "/tmp");

    private Files() {}

    /** Opens for reading; /dev/null is empty. */
    static InputStream open(Process process, String path) throws VfsException {
        if (path.equals("/dev/null")) {
            return InputStream.nullInputStream();
        }
        return new ByteArrayInputStream(read(process, path));
    }

    static byte[] read(Process process, String path) throws VfsException {
        var absolute = process.resolve(path);
        mayRead(process.account(), absolute);
        return process.host().files().read(absolute);
    }

    /** Opens for writing; every write is in the file at once, so a reader sees a log grow. */
    static Output openForWrite(Process process, String path, boolean append) throws VfsException {
        if (path.equals("/dev/null")) {
            return Output.discard();
        }
        var absolute = process.resolve(path);
        mayWrite(process.account(), absolute);
        var files = process.host().files();
        int mode = 0666 & ~process.umask();
        if (append) {
            files.append(absolute, new byte[0], mode);
        } else {
            files.create(absolute, mode);
        }
        return bytes -> {
            try {
                files.append(absolute, bytes, mode);
            } catch (VfsException e) {
                // A full disk loses the rest of a log; the command itself goes on, as it would.
            }
        };
    }

    /** @throws VfsException EACCES when the account must not write there */
    public static void mayWrite(Account account, String path) throws VfsException {
        boolean open = account.isRoot()
                || path.startsWith(account.home() + "/")
                || OPEN.stream().anyMatch(folder -> path.startsWith(folder + "/"));
        if (!open) {
            throw new VfsException(Reason.EACCES);
        }
    }

    /** @throws VfsException EACCES when the account must not read there */
    public static void mayRead(Account account, String path) throws VfsException {
        // An uploaded image keeps the rights it was uploaded with, 0600, and belongs to root.
        boolean closed = path.startsWith("/etc/pve")
                || path.startsWith("/root")
                || path.startsWith("/var/lib/slipway")
                || path.contains("/template/iso/");
        if (!account.isRoot() && closed) {
            throw new VfsException(Reason.EACCES);
        }
    }
}
