package io.slipway.server.lab.ssh;

import io.slipway.server.lab.pve.Cluster;
import io.slipway.server.lab.sh.Account;
import io.slipway.server.lab.sh.Host;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/** The SSH listener: logins, exec channels, the SFTP subsystem. Bound to loopback only. */
public final class SshFace implements AutoCloseable {
    /**
     * Who may log in.
     *
     * @param password empty for none
     */
    public record Login(Account account, String password, List<PublicKey> keys) {
        public Login {
            keys = List.copyOf(keys);
        }

        @Override
        public String toString() {
            return "Login[" + account.name() + "]";
        }
    }

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Map<String, Login> logins;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> signIns = new CopyOnWriteArrayList<>();

    public SshFace(Host host, Cluster cluster, Map<String, Login> logins, KeyPair hostKey, int port) {
        this.logins = new ConcurrentHashMap<>(logins);
        server.setHost("127.0.0.1");
        server.setPort(port);
        server.setNioWorkers(4);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPasswordAuthenticator((name, password, session) -> {
            signIns.add(name);
            var login = this.logins.get(name);
            return login != null
                    && !login.password().isEmpty()
                    && login.password().equals(password);
        });
        server.setPublickeyAuthenticator((name, key, session) -> {
            signIns.add(name);
            var login = this.logins.get(name);
            return login != null && login.keys().stream().anyMatch(known -> KeyUtils.compareKeys(known, key));
        });
        server.setCommandFactory((channel, text) -> {
            commands.add(text);
            return new ExecCommand(host, account(channel.getServerSession()), text, channel.getServerSession());
        });
        server.setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "sftp";
            }

            @Override
            public org.apache.sshd.server.command.Command createSubsystem(
                    org.apache.sshd.server.channel.ChannelSession channel) {
                return new SftpCommand(host, cluster, account(channel.getServerSession()), channel.getServerSession());
            }
        }));
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(server, java.time.Duration.ZERO);
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(server, java.time.Duration.ZERO);
    }

    private Account account(ServerSession session) {
        var login = logins.get(session.getUsername());
        if (login == null) {
            throw new IllegalStateException("no such login");
        }
        return login.account();
    }

    public void start() throws IOException {
        server.start();
    }

    public int port() {
        return server.getPort();
    }

    /** The command lines received by exec channels, as they came. */
    public List<String> commands() {
        return List.copyOf(commands);
    }

    /** The names of all who tried to sign in, successfully or not: whoever is here has sent a password or a key. */
    public List<String> signIns() {
        return List.copyOf(signIns);
    }

    /** From the next connection on another machine seems to answer; open connections end. */
    public void changeHostKey(KeyPair key) {
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        dropConnections();
    }

    /** As {@code passwd} does: open sessions go on, new ones need the new password. */
    public void changePassword(String name, String password) {
        logins.computeIfPresent(name, (user, login) -> new Login(login.account(), password, login.keys()));
    }

    /** Breaks all connections, as a network failure does. */
    public void dropConnections() {
        new ArrayList<>(server.getActiveSessions()).forEach(session -> session.close(true));
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
