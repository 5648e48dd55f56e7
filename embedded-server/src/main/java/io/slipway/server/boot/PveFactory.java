package io.slipway.server.boot;

import io.slipway.server.base.Sleeper;
import io.slipway.server.host.HypervisorFactory;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.pve.PveHypervisor;
import io.slipway.server.hypervisor.pve.PveOptions;
import io.slipway.server.hypervisor.pve.PveTls;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
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
