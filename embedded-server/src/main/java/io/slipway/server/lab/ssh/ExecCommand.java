package io.slipway.server.lab.ssh;

import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.Host;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import io.slipway.server.lab.sh.Process;
import io.slipway.server.lab.sh.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.session.ServerSession;

/** One exec channel: the text goes to the login shell, as sshd does it. */
final class ExecCommand implements Command {
    private final Host host;
    private final Account account;
    private final String text;
    private final ServerSession session;
    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private OutputStream err = OutputStream.nullOutputStream();
    private ExitCallback exit = (code, message, close) -> {};
    private volatile boolean closed;

    ExecCommand(Host host, Account account, String text, ServerSession session) {
        this.host = host;
        this.account = account;
        this.text = text;
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
        err = stream;
    }

    @Override
    public void setExitCallback(ExitCallback callback) {
        exit = callback;
    }

    @Override
    public void start(ChannelSession channel, Environment environment) {
        int pid = host.nextPid();
        var thread = Thread.ofVirtual().name("lab-exec-" + pid).unstarted(() -> run(pid));
        host.adopt(pid, thread);
        thread.start();
    }

    private void run(int pid) {
        int code;
        try {
            var process = new Process(host, account, "bash");
            process.connection(() -> {
                closed = true;
                session.close(true);
            });
            code = new Shell(process).run(text, in, output(out), output(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            code = 143;
        } finally {
            host.forget(pid);
        }
        if (!closed) {
            exit.onExit(code);
        }
    }

    private Output output(OutputStream stream) {
        return bytes -> {
            if (closed) {
                throw new PipeClosed();
            }
            try {
                stream.write(bytes);
                stream.flush();
            } catch (IOException e) {
                throw new PipeClosed();
            }
        };
    }

    /** The channel is gone; what still runs notices at its next write. */
    @Override
    public void destroy(ChannelSession channel) {
        closed = true;
    }
}
