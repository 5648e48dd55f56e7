package io.slipway.server.lab.ssh;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.pve.Effect;
import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.Files;
import io.slipway.server.lab.sh.Vfs;
import io.slipway.server.lab.sh.VfsException;
import io.slipway.server.lab.sh.VfsException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.common.SftpConstants;
import org.jspecify.annotations.Nullable;

/** SFTP version 3 (draft-ietf-secsh-filexfer-02) over the laboratory's files. Used by one thread. */
final class SftpSession {
    private static final int ATTRIBUTE_PERMISSIONS = 4;
    private static final int ATTRIBUTE_SIZE = 1;
    private static final int ATTRIBUTE_OWNER = 2;
    private static final int ATTRIBUTE_TIMES = 8;
    private static final int FOLDER_BITS = 0040000;
    private static final int FILE_BITS = 0100000;

    /** An open file or folder listing. */
    private static final class Handle {
        final String path;
        final boolean append;
        final @Nullable List<String> names;
        boolean written;

        @Nullable
        Effect effect;

        Handle(String path, boolean append, @Nullable List<String> names) {
            this.path = path;
            this.append = append;
            this.names = names;
        }
    }

    private final Cluster cluster;
    private final Vfs files;
    private final Account account;
    private final Runnable breakConnection;
    private final Map<String, Handle> handles = new HashMap<>();
    private int lastHandle;

    SftpSession(Cluster cluster, Account account, Runnable breakConnection) {
        this.cluster = cluster;
        this.files = cluster.files();
        this.account = account;
        this.breakConnection = breakConnection;
    }

    Buffer answer(Buffer in) {
        int type = in.getUByte();
        if (type == SftpConstants.SSH_FXP_INIT) {
            var out = new ByteArrayBuffer();
            out.putByte((byte) SftpConstants.SSH_FXP_VERSION);
            out.putInt(3);
            out.putString("posix-rename@openssh.com");
            out.putString("1");
            out.putString("fsync@openssh.com");
            out.putString("1");
            return out;
        }
        long id = in.getUInt();
        try {
            return answer(type, id, in);
        } catch (VfsException e) {
            return status(id, code(e), String.valueOf(e.getMessage()));
        }
    }

    private Buffer answer(int type, long id, Buffer in) throws VfsException {
        return switch (type) {
            case SftpConstants.SSH_FXP_OPEN -> open(id, path(in), in.getInt(), in);
            case SftpConstants.SSH_FXP_CLOSE -> close(id, in.getString());
            case SftpConstants.SSH_FXP_READ -> read(id, handle(in), in.getLong(), in.getInt());
            case SftpConstants.SSH_FXP_WRITE -> write(id, handle(in), in.getLong(), in.getBytes());
            case SftpConstants.SSH_FXP_STAT, SftpConstants.SSH_FXP_LSTAT -> attributes(id, path(in));
            case SftpConstants.SSH_FXP_FSTAT -> attributes(id, handle(in).path);
            case SftpConstants.SSH_FXP_SETSTAT -> change(id, path(in), in);
            case SftpConstants.SSH_FXP_FSETSTAT -> change(id, handle(in).path, in);
            case SftpConstants.SSH_FXP_OPENDIR -> openFolder(id, path(in));
            case SftpConstants.SSH_FXP_READDIR -> readFolder(id, handle(in));
            case SftpConstants.SSH_FXP_REMOVE -> remove(id, path(in));
            case SftpConstants.SSH_FXP_RMDIR -> remove(id, path(in));
            case SftpConstants.SSH_FXP_MKDIR -> makeFolder(id, path(in));
            case SftpConstants.SSH_FXP_REALPATH -> names(id, List.of(path(in)), true);
            case SftpConstants.SSH_FXP_RENAME -> rename(id, path(in), path(in), false);
            case SftpConstants.SSH_FXP_EXTENDED -> extended(id, in.getString(), in);
            default -> status(id, SftpConstants.SSH_FX_OP_UNSUPPORTED, "unsupported");
        };
    }

    private String path(Buffer in) {
        var text = in.getString();
        return Vfs.normalise(text.startsWith("/") ? text : account.home() + "/" + text);
    }

    private Handle handle(Buffer in) throws VfsException {
        var handle = handles.get(in.getString());
        if (handle == null) {
            throw new VfsException(Reason.EINVAL);
        }
        return handle;
    }

    private static int code(VfsException e) {
        return switch (e.reason()) {
            case ENOENT -> SftpConstants.SSH_FX_NO_SUCH_FILE;
            case EACCES, EROFS -> SftpConstants.SSH_FX_PERMISSION_DENIED;
            default -> SftpConstants.SSH_FX_FAILURE;
        };
    }

    private static Buffer reply(int type, long id) {
        var out = new ByteArrayBuffer();
        out.putByte((byte) type);
        out.putUInt(id);
        return out;
    }

    private static Buffer status(long id, int code, String text) {
        var out = reply(SftpConstants.SSH_FXP_STATUS, id);
        out.putInt(code);
        out.putString(text);
        out.putString("en");
        return out;
    }

    private static Buffer done(long id) {
        return status(id, SftpConstants.SSH_FX_OK, "Success");
    }

    private Buffer open(long id, String path, int flags, Buffer in) throws VfsException {
        boolean writes = (flags & (SftpConstants.SSH_FXF_WRITE | SftpConstants.SSH_FXF_APPEND)) != 0;
        boolean exists = files.exists(path);
        if (writes) {
            Files.mayWrite(account, path);
            if (exists && (flags & SftpConstants.SSH_FXF_EXCL) != 0) {
                throw new VfsException(Reason.EEXIST);
            }
            if (!exists && (flags & SftpConstants.SSH_FXF_CREAT) == 0) {
                throw new VfsException(Reason.ENOENT);
            }
            if (!exists || (flags & SftpConstants.SSH_FXF_TRUNC) != 0) {
                files.create(path, mode(in, 0644));
            }
        } else {
            Files.mayRead(account, path);
            if (!exists) {
                throw new VfsException(Reason.ENOENT);
            }
        }
        return opened(id, new Handle(path, (flags & SftpConstants.SSH_FXF_APPEND) != 0, null));
    }

    private Buffer opened(long id, Handle handle) {
        var name = "h" + ++lastHandle;
        handles.put(name, handle);
        var out = reply(SftpConstants.SSH_FXP_HANDLE, id);
        out.putString(name);
        return out;
    }

    private static int mode(Buffer in, int fallback) {
        if (in.available() < 4) {
            return fallback;
        }
        int flags = in.getInt();
        if ((flags & ATTRIBUTE_SIZE) != 0) {
            in.getLong();
        }
        if ((flags & ATTRIBUTE_OWNER) != 0) {
            in.getLong();
        }
        return (flags & ATTRIBUTE_PERMISSIONS) != 0 ? in.getInt() & 07777 : fallback;
    }

    /** A written file counts as one effect, begun with its first byte and done with its closing. */
    private Buffer write(long id, Handle handle, long offset, byte[] data) throws VfsException {
        if (!handle.written) {
            handle.written = true;
            handle.effect = cluster.effects().begin(kind(handle.path), 0, Vfs.name(handle.path), handle.path);
        }
        if (handle.append) {
            files.append(handle.path, data, 0644);
        } else {
            files.write(handle.path, offset, data, 0644);
        }
        var stat = files.stat(handle.path);
        if (stat != null && cluster.faults().takeUploadDrop(stat.size())) {
            breakConnection.run();
        }
        return done(id);
    }

    private static Kind kind(String path) {
        return path.contains("/template/iso/") && !Vfs.name(path).startsWith(".") ? Kind.UPLOAD : Kind.STAGE;
    }

    private Buffer close(long id, String name) throws VfsException {
        var handle = handles.remove(name);
        if (handle == null) {
            throw new VfsException(Reason.EINVAL);
        }
        if (handle.effect != null) {
            cluster.effects().end(handle.effect);
        }
        return done(id);
    }

    private Buffer read(long id, Handle handle, long offset, int length) throws VfsException {
        var bytes = files.read(handle.path);
        if (offset >= bytes.length) {
            return status(id, SftpConstants.SSH_FX_EOF, "End of file");
        }
        int count = (int) Math.min(Math.min(length, 1 << 18), bytes.length - offset);
        var out = reply(SftpConstants.SSH_FXP_DATA, id);
        out.putInt(count);
        out.putRawBytes(bytes, (int) offset, count);
        return out;
    }

    private Buffer attributes(long id, String path) throws VfsException {
        Files.mayRead(account, path);
        var stat = files.stat(path);
        if (stat == null) {
            throw new VfsException(Reason.ENOENT);
        }
        var out = reply(SftpConstants.SSH_FXP_ATTRS, id);
        put(out, stat);
        return out;
    }

    private static void put(Buffer out, Vfs.Stat stat) {
        out.putInt(ATTRIBUTE_SIZE | ATTRIBUTE_OWNER | ATTRIBUTE_PERMISSIONS | ATTRIBUTE_TIMES);
        out.putLong(stat.size());
        out.putInt(0);
        out.putInt(0);
        out.putInt(stat.mode() | (stat.directory() ? FOLDER_BITS : FILE_BITS));
        out.putInt((int) stat.modifiedSeconds());
        out.putInt((int) stat.modifiedSeconds());
    }

    private Buffer change(long id, String path, Buffer in) throws VfsException {
        Files.mayWrite(account, path);
        int mode = mode(in, -1);
        if (mode >= 0) {
            files.mode(path, mode);
        }
        return done(id);
    }

    private Buffer openFolder(long id, String path) throws VfsException {
        Files.mayRead(account, path);
        return opened(id, new Handle(path, false, new ArrayList<>(files.list(path))));
    }

    private Buffer readFolder(long id, Handle handle) {
        var names = handle.names;
        if (names == null || names.isEmpty()) {
            return status(id, SftpConstants.SSH_FX_EOF, "End of file");
        }
        var batch =
                names.stream().limit(100).map(name -> handle.path + "/" + name).toList();
        names.subList(0, batch.size()).clear();
        return names(id, batch, false);
    }

    private Buffer names(long id, List<String> paths, boolean whole) {
        var out = reply(SftpConstants.SSH_FXP_NAME, id);
        out.putInt(paths.size());
        for (var path : paths) {
            var stat = files.stat(Vfs.normalise(path));
            out.putString(whole ? path : Vfs.name(path));
            out.putString(whole ? path : Vfs.name(path));
            put(out, stat == null ? new Vfs.Stat(false, 0, 0, 0) : stat);
        }
        return out;
    }

    private Buffer remove(long id, String path) throws VfsException {
        Files.mayWrite(account, path);
        var effect = path.contains("/template/iso/")
                ? cluster.effects().begin(Kind.FREE_ISO, 0, Vfs.name(path), path)
                : null;
        files.delete(path);
        if (effect != null) {
            cluster.effects().end(effect);
        }
        return done(id);
    }

    private Buffer makeFolder(long id, String path) throws VfsException {
        Files.mayWrite(account, path);
        files.makeDirectory(path, 0755);
        return done(id);
    }

    private Buffer rename(long id, String from, String to, boolean overwrite) throws VfsException {
        Files.mayWrite(account, to);
        if (!overwrite && files.exists(to)) {
            return status(id, SftpConstants.SSH_FX_FAILURE, "Failure");
        }
        boolean upload = kind(to) == Kind.UPLOAD;
        var effect = upload ? cluster.effects().begin(Kind.UPLOAD, 0, Vfs.name(to), to) : null;
        files.rename(from, to);
        if (effect != null) {
            cluster.effects().end(effect);
        }
        return done(id);
    }

    private Buffer extended(long id, String request, Buffer in) throws VfsException {
        return switch (request) {
            case "posix-rename@openssh.com" -> rename(id, path(in), path(in), true);
            case "fsync@openssh.com" -> done(id);
            default -> status(id, SftpConstants.SSH_FX_OP_UNSUPPORTED, "unsupported");
        };
    }
}
