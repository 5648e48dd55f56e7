package io.slipway.server.boot;

import io.slipway.server.base.Sleeper;
import io.slipway.server.host.HypervisorFactory;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.pve.PveHypervisor;
import io.slipway.server.hypervisor.pve.PveOptions;
import io.slipway.server.hypervisor.pve.PveTls;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.Posix;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshCommand;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.ssh.SshTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the Proxmox adapter over SSH, the only kind of host so far. */
final class PveFactory implements HypervisorFactory {
    private static final Duration TLS_PATIENCE = Duration.ofSeconds(10);
    /** Some thirty calls of Proxmox' tools, a second or two each, without a word in between. */
    private static final Duration SCRIPT_PATIENCE = Duration.ofMinutes(5);

    private final SshConnector connector;
    private final PveOptions options;
    private final InstantSource clock;

    PveFactory(SshConnector connector, PveOptions options, InstantSource clock) {
        this.connector = connector;
        this.options = options;
        this.clock = clock;
    }

    @Override
    public String fetchHostKey(String address, int port) {
        return connector.fetchHostKey(address, port).toString();
    }

    @Override
    public String fetchCertificate(String address, int port) {
        return new PveTls(address, port, TLS_PATIENCE).fetchCertificate();
    }

    @Override
    public ScriptResult runOnce(Access access, String script) {
        try (var host = connection(connector, access)) {
            var command = SshCommand.of("/bin/sh -c " + Posix.quote(script)).within(SCRIPT_PATIENCE, SCRIPT_PATIENCE);
            var result = host.exec(command);
            return new ScriptResult(result.exitCode(), result.stdout(), result.stderr());
        }
    }

    @Override
    public Hypervisor connect(Access access) {
        var host = connection(connector, access);
        var onNode = access.node().map(options::onNode).orElse(options);
        return PveHypervisor.over(host, onNode, clock, Sleeper.system());
    }

    /** A connection with the pinned key; it connects at its first use. */
    static SshHost connection(SshConnector connector, Access access) {
        SshAuth auth = access.password().isPresent()
                ? new SshAuth.Password(access.password().get())
                : new SshAuth.KeyFile(Path.of(access.keyFile().orElseThrow()), Optional.empty());
        var target = new SshTarget(access.address(), access.port(), access.userName(), auth);
        return connector.host(target, Optional.of(HostKeyPin.parse(access.hostKeyPin())));
    }
}
