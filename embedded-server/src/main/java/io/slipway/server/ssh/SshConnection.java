package io.slipway.server.ssh;

import com.hierynomus.sshj.key.KeyAlgorithms;
import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Redactor;
import io.slipway.server.base.SlipwayException;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.DefaultConfig;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.sftp.SFTPClient;
import net.schmizz.sshj.userauth.UserAuthException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One live, authenticated connection. */
final class SshConnection {
    private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);
    private static final int UNANSWERED = 4;

    private final SSHClient client;
    private final SshTarget target;
    private final SshLimits limits;
    private final Optional<LiveSecret.Lease> lease;
    private final Redactor redactor;

    private SshConnection(
            SSHClient client, SshTarget target, SshLimits limits, Optional<LiveSecret.Lease> lease, Redactor redactor) {
        this.client = client;
        this.target = target;
        this.limits = limits;
        this.lease = lease;
        this.redactor = redactor;
    }

    /** Connects, compares the host's key with the pin, and only then logs in. */
    static SshConnection open(SshTarget target, Optional<HostKeyPin> pin, SshLimits limits, Redactor redactor) {
        var verifier = new PinnedKey(pin);
        var client = newClient(verifier, limits);
        boolean usable = false;
        Optional<LiveSecret.Lease> lease = Optional.empty();
        try {
            connect(client, target.host(), target.port());
            if (target.auth() instanceof SshAuth.Password by) {
                lease = Optional.of(by.password().open());
            }
            client.auth(target.user(), Credentials.of(target, client, lease.map(LiveSecret.Lease::value)));
            lease.ifPresent(opened -> opened.value().close());
            LOG.info("ssh connected host={} port={}", target.host(), target.port());
            usable = true;
            return new SshConnection(client, target, limits, lease, redactor);
        } catch (UserAuthException e) {
            throw SshProblems.denied(target.address(), "wrong user, password or key", e);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw SshProblems.interrupted();
            }
            throw verifier.refusal(target.address()).orElseGet(() -> SshProblems.unreachable(target.address(), e));
        } finally {
            if (!usable) {
                lease.ifPresent(LiveSecret.Lease::close);
                end(client);
            }
        }
    }

    /** A client that verifies keys by the given rule only, and says nothing to our log: its debug lines repeat commands. */
    static SSHClient newClient(PinnedKey verifier, SshLimits limits) {
        var config = new DefaultConfig();
        config.setLoggerFactory(new SilentLog());
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE);
        config.setKeyAlgorithms(List.of(
                KeyAlgorithms.EdDSA25519(),
                KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(),
                KeyAlgorithms.ECDSASHANistp521(),
                KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256()));
        var client = new SSHClient(config);
        client.addHostKeyVerifier(verifier);
        client.setSocketFactory(new PromptSockets());
        client.setConnectTimeout(limits.connectMillis());
        client.setTimeout(limits.connectMillis());
        client.getTransport().setTimeoutMs(limits.connectMillis());
        client.getConnection().setTimeoutMs(limits.connectMillis());
        client.getConnection()
                .getKeepAlive()
                .setKeepAliveInterval(Math.toIntExact(limits.keepAlive().toSeconds()));
        if (client.getConnection().getKeepAlive() instanceof KeepAliveRunner runner) {
            runner.setMaxAliveCount(UNANSWERED);
        }
        return client;
    }

    /**
     * Connects and exchanges keys. The reader's thread may have refused the host's key and closed the line before the caller's thread asks
     * for the exchange; sshj tells that as a wrong state, and here it is a failed connection like any other.
     */
    static void connect(SSHClient client, String host, int port) throws IOException {
        try {
            client.connect(host, port);
        } catch (IllegalStateException e) {
            throw new IOException("the line was closed during the key exchange", e);
        }
    }

    /** Ends a client in any state; its threads end with it. */
    static void end(SSHClient client) {
        try {
            client.disconnect();
        } catch (IOException e) {
            LOG.debug("ssh disconnect failed kind={}", e.getClass().getSimpleName());
        }
    }

    boolean alive() {
        return client.isConnected() && client.isAuthenticated();
    }

    void end() {
        end(client);
        lease.ifPresent(LiveSecret.Lease::close);
    }

    /** Names the credentials it was made with, as {@link SshAuth#stamp()} did then. */
    String stamp() {
        return lease.map(LiveSecret.Lease::stamp).orElse("");
    }

    /** @throws NotSent when nothing reached the host, so the caller may try again on another connection */
    ExecResult exec(SshCommand command, OutputSink sink) throws NotSent {
        var session = session();
        try {
            var running = session.exec(command.text());
            running.getOutputStream().close();
            return new ExecCapture(command, sink, target.address(), limits.connect(), redactor).collect(running);
        } catch (IOException e) {
            throw Thread.currentThread().isInterrupted()
                    ? SshProblems.interrupted()
                    : SshProblems.lost(target.address(), e);
        } finally {
            closeQuietly(session);
        }
    }

    /**
     * Uploads by way of {@code path.part}; see {@link SftpUpload}.
     *
     * @throws NotSent when the connection broke; a second upload simply starts over
     */
    void upload(String path, long size, ContentSource source) throws NotSent {
        var sftp = sftp();
        try {
            new SftpUpload(sftp.getSFTPEngine(), path, size, target.address()).run(source);
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw SshProblems.interrupted();
            }
            if (!alive() || !SftpUpload.refusedByServer(e)) {
                throw new NotSent(e);
            }
            var problem = Problem.of(
                    ProblemCode.SSH_WRITE_FAILED,
                    "The host " + target.address() + " did not take the file: " + SftpUpload.reason(e) + ".");
            throw new SlipwayException(problem, e);
        } finally {
            closeQuietly(sftp);
        }
    }

    private SFTPClient sftp() throws NotSent {
        try {
            return client.newSFTPClient();
        } catch (IOException | IllegalStateException e) {
            throw notSent(e);
        }
    }

    private Session session() throws NotSent {
        try {
            return client.startSession();
        } catch (IOException | IllegalStateException e) {
            throw notSent(e);
        }
    }

    /** The library says "not connected" by an IllegalStateException when the connection ends at this very moment. */
    private static NotSent notSent(Exception cause) {
        if (Thread.currentThread().isInterrupted()) {
            throw SshProblems.interrupted();
        }
        return new NotSent(cause);
    }

    /** After a broken connection the library's buffers may be in any state, so closing can fail in any way. */
    static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("ssh resource did not close kind={}", e.getClass().getSimpleName());
        }
    }

    /** The host cannot have seen the request. */
    static final class NotSent extends Exception {
        private static final long serialVersionUID = 1L;

        NotSent(Exception cause) {
            super(cause);
        }
    }
}
