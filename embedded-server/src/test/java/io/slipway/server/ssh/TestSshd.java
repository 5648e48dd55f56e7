package io.slipway.server.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** A real SSH server on loopback whose commands answer what a test says. */
public final class TestSshd implements AutoCloseable {
    public static final String PASSWORD = "correct-horse";

    /** What a command does before it ends. */
    @FunctionalInterface
    public interface Script {
        void run(Channel channel) throws IOException, InterruptedException;
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    final AtomicInteger logins = new AtomicInteger();
    final Set<PublicKey> keys = ConcurrentHashMap.newKeySet();
    public volatile Function<String, Script> scripts = command -> channel -> channel.exit(0);

    private TestSshd(KeyPair hostKey, int port, Path root) {
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((user, password, session) -> {
            logins.incrementAndGet();
            return user.equals("root") && password.equals(PASSWORD);
        });
        server.setPublickeyAuthenticator((user, key, session) -> {
            logins.incrementAndGet();
            return KeyUtils.findMatchingKey(key, keys) != null;
        });
        server.setCommandFactory((channel, command) -> new Scripted(command, this));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
    }

    public static TestSshd start(KeyPair hostKey, int port, Path root) throws IOException {
        var sshd = new TestSshd(hostKey, port, root);
        sshd.server.start();
        return sshd;
    }

    public static KeyPair newKey() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    public int port() {
        return server.getPort();
    }

    void dropConnections() throws IOException {
        for (var session : server.getActiveSessions()) {
            session.close(true).await();
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }

    /** One running command as the script sees it. */
    public record Channel(
            InputStream in, OutputStream out, OutputStream err, ChannelSession session, ExitCallback callback) {
        public void out(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        public void err(String text) throws IOException {
            err.write(text.getBytes(StandardCharsets.UTF_8));
            err.flush();
        }

        public void exit(int code) {
            callback.onExit(code);
        }

        /** RFC 4254 section 6.10. */
        public void signal(String name) throws IOException {
            var buffer = session.getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
            buffer.putUInt(session.getRecipient());
            buffer.putString("exit-signal");
            buffer.putBoolean(false);
            buffer.putString(name);
            buffer.putBoolean(false);
            buffer.putString("");
            buffer.putString("");
            session.getSession().writePacket(buffer);
            session.close(false);
        }
    }

    private static final class Scripted implements Command {
        private final String command;
        private final TestSshd sshd;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback callback = (code, message, immediately) -> {};
        private Thread thread = new Thread();

        Scripted(String command, TestSshd sshd) {
            this.command = command;
            this.sshd = sshd;
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
        public void setExitCallback(ExitCallback exit) {
            callback = exit;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            thread = Thread.ofVirtual().start(() -> {
                try {
                    sshd.scripts.apply(command).run(new Channel(in, out, err, channel, callback));
                } catch (IOException | InterruptedException e) {
                    callback.onExit(99, e.toString());
                }
            });
        }

        @Override
        public void destroy(ChannelSession channel) {
            thread.interrupt();
        }
    }
}
