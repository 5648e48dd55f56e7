package io.slipway.server.ssh;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import net.schmizz.sshj.common.SSHException;
import net.schmizz.sshj.sftp.FileAttributes;
import net.schmizz.sshj.sftp.OpenMode;
import net.schmizz.sshj.sftp.PacketType;
import net.schmizz.sshj.sftp.RemoteFile;
import net.schmizz.sshj.sftp.RenameFlags;
import net.schmizz.sshj.sftp.Request;
import net.schmizz.sshj.sftp.Response;
import net.schmizz.sshj.sftp.SFTPEngine;
import net.schmizz.sshj.sftp.SFTPException;
import net.schmizz.sshj.sftp.SFTPPacket;
import net.schmizz.sshj.transport.TransportException;

/**
 * Writes a file so that its name appears only when all bytes are there.
 *
 * <p>The bytes go to {@code path.part} with mode 0600, then to the disk where the server can do that
 * ({@code fsync@openssh.com}), then the name changes in one step ({@code posix-rename@openssh.com} where known).
 */
final class SftpUpload {
    private static final int MODE = 0600;
    private static final int IN_FLIGHT = 32;
    /** With its head below 32 KiB, the size every SFTP server must take (draft-ietf-secsh-filexfer-02, section 3). */
    private static final int REQUEST = 32_000;

    private static final int ANSWER_SECONDS = 60;

    private final SFTPEngine engine;
    private final String path;
    private final long size;
    private final String address;

    SftpUpload(SFTPEngine engine, String path, long size, String address) {
        this.engine = engine;
        this.path = path;
        this.size = size;
        this.address = address;
    }

    void run(ContentSource source) throws IOException {
        var part = path + ".part";
        var mode = new FileAttributes.Builder().withPermissions(MODE).build();
        var handle = open(part, mode);
        var file = new RemoteFile(engine, part, handle);
        try {
            // A part file of an earlier try keeps its old mode, so set it before the first byte.
            file.setAttributes(mode);
            var out = new Counted(file.new RemoteFileOutputStream(0, IN_FLIGHT));
            source.writeTo(out);
            out.flush();
            out.requireComplete();
            fsync(handle);
        } catch (IndexOutOfBoundsException e) {
            // The library's writer trips over its own buffer when the reader dies with the transport.
            SshConnection.closeQuietly(file);
            throw new TransportException("the connection broke in the middle of the upload", e);
        } catch (IOException | RuntimeException e) {
            // Not by try-with-resources: after a broken connection the library throws the same object again.
            SshConnection.closeQuietly(file);
            throw e;
        }
        file.close();
        rename(part);
    }

    /** Opens by hand, because the library's file object keeps its handle to itself and fsync needs it. */
    private byte[] open(String part, FileAttributes mode) throws IOException {
        var request = engine.newRequest(PacketType.OPEN)
                .putString(part, StandardCharsets.UTF_8)
                .putUInt32(OpenMode.toMask(EnumSet.of(OpenMode.WRITE, OpenMode.CREAT, OpenMode.TRUNC)))
                .putFileAttributes(mode);
        return answer(request).ensurePacketTypeIs(PacketType.HANDLE).readBytes();
    }

    private Response answer(SFTPPacket<Request> request) throws IOException {
        return engine.request((Request) request).retrieve(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    private void fsync(byte[] handle) throws IOException {
        if (!engine.supportsServerExtension("fsync", "openssh.com")) {
            return;
        }
        answer(engine.newExtendedRequest("fsync@openssh.com").putBytes(handle)).ensureStatusPacketIsOK();
    }

    private void rename(String part) throws IOException {
        if (engine.supportsServerExtension("posix-rename", "openssh.com")) {
            engine.rename(part, path, EnumSet.of(RenameFlags.OVERWRITE, RenameFlags.ATOMIC));
            return;
        }
        try {
            engine.remove(path);
        } catch (SFTPException e) {
            if (e.getStatusCode() != Response.StatusCode.NO_SUCH_FILE) {
                throw e;
            }
        }
        engine.rename(part, path, EnumSet.noneOf(RenameFlags.class));
    }

    /**
     * Whether the failure is an answer of the server or of the file's source; everything else of the library is a broken
     * connection, which it also reports while it still calls itself connected.
     */
    static boolean refusedByServer(IOException e) {
        return e instanceof SFTPException sftp
                ? sftp.getStatusCode() != Response.StatusCode.UNKNOWN
                : !(e instanceof SSHException);
    }

    /** Words for the operator from what the server reported. */
    static String reason(IOException e) {
        if (e instanceof SFTPException sftp) {
            return switch (sftp.getStatusCode()) {
                case NO_SUCH_FILE, NO_SUCH_PATH -> "the folder does not exist";
                case PERMISSION_DENIED, WRITE_PROTECT -> "permission denied";
                case NO_SPACE_ON_FILESYSTEM, QUOTA_EXCEEDED -> "no space left";
                default -> "the server answered " + sftp.getStatusCode() + " (often a full file system)";
            };
        }
        return e.getClass().getSimpleName();
    }

    /** Passes on at most the announced number of bytes, in requests of a size that every server takes. */
    private final class Counted extends FilterOutputStream {
        private final byte[] pending = new byte[REQUEST];
        private int filled;
        private long written;

        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            count(length);
            int from = offset;
            int left = length;
            while (left > 0) {
                int n = Math.min(left, REQUEST - filled);
                System.arraycopy(bytes, from, pending, filled, n);
                filled += n;
                from += n;
                left -= n;
                if (filled == REQUEST) {
                    send();
                }
            }
        }

        private void send() throws IOException {
            out.write(pending, 0, filled);
            filled = 0;
        }

        @Override
        public void flush() throws IOException {
            if (filled > 0) {
                send();
            }
            out.flush();
        }

        private void count(int more) {
            written += more;
            if (written > size) {
                throw wrongSize();
            }
        }

        void requireComplete() {
            if (written != size) {
                throw wrongSize();
            }
        }

        private RuntimeException wrongSize() {
            return Problem.of(
                            ProblemCode.INTERNAL_ERROR,
                            "The file for " + address + " has not the announced size of " + size + " bytes.")
                    .exception();
        }
    }
}
