package io.slipway.server.lab.ssh;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.Host;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;

/** The sftp subsystem: frames packets, {@link SftpSession} answers them. */
final class SftpCommand implements Command {
    private static final int MAX_PACKET = 1 << 20;

    private final Host host;
    private final Cluster cluster;
    private final Account account;
    private final ServerSession session;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, close) -> {};

    SftpCommand(Host host, Cluster cluster, Account account, ServerSession session) {
        this.host = host;
        this.cluster = cluster;
        this.account = account;
        this.session = session;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {
        // The subsystem writes nothing there.
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        int pid = host.nextPid();
        var thread = Thread.ofVirtual().name("lab-sftp-" + pid).unstarted(() -> serve(pid));
        host.adopt(pid, thread);
        thread.start();
    }

    private void serve(int pid) {
        var files = new SftpSession(cluster, account, () -> session.close(true));
        try (var packets = new DataInputStream(in)) {
            while (true) {
                int length = packets.readInt();
                if (length < 1 || length > MAX_PACKET) {
                    throw new EOFException("packet of " + length + " bytes");
                }
                var body = new byte[length];
                packets.readFully(body);
                var answer = files.answer(new ByteArrayBuffer(body)).getCompactData();
                var frame = new ByteArrayBuffer();
                frame.putBytes(answer);
                out.write(frame.getCompactData());
                out.flush();
            }
        } catch (IOException e) {
            // The client is done or gone; half-written files stay, as they would.
        } finally {
            host.forget(pid);
        }
        exit.onExit(0);
    }

    @Override
    public void destroy(ChannelSession channel) {
        // The reading thread ends when its stream does.
    }
}
