package io.slipway.server.boot;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.Sleeper;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostNotes;
import io.slipway.server.host.HypervisorFactory;
import io.slipway.server.hypervisor.Hypervisor;
import io.slipway.server.hypervisor.pve.PveHypervisor;
import io.slipway.server.hypervisor.pve.PveOptions;
import io.slipway.server.hypervisor.pve.rest.ApiToken;
import io.slipway.server.hypervisor.pve.rest.PveTls;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import io.slipway.server.hypervisor.pve.rest.RestLimits;
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

/** Makes the Proxmox adapter, over SSH or over REST as the host was registered. */
final class PveFactory implements HypervisorFactory {
    private static final Duration TLS_PATIENCE = Duration.ofSeconds(10);
    /** Some thirty calls of Proxmox' tools, a second or two each, without a word in between. */
    private static final Duration SCRIPT_PATIENCE = Duration.ofMinutes(5);

    private final SshConnector connector;
    private final PveOptions options;
    private final HostNotes notes;
    private final InstantSource clock;

    PveFactory(SshConnector connector, PveOptions options, HostNotes notes, InstantSource clock) {
        this.connector = connector;
        this.options = options;
        this.notes = notes;
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
        var onNode = access.node().map(options::onNode).orElse(options);
        return access.byCertificate()
                ? PveHypervisor.over(
                        api(access), new KeptNotes(notes, access.hostId()), onNode, clock, Sleeper.system())
                : PveHypervisor.over(connection(connector, access), onNode, clock, Sleeper.system());
    }

    private RestHost api(Access access) {
        return new RestHost(
                access.address(),
                access.port(),
                new ApiToken(access.userName(), access.password().orElseThrow()),
                access.hostKeyPin().substring(Host.BY_CERTIFICATE.length()),
                RestLimits.USUAL,
                clock);
    }

    /** A connection with the pinned key; it connects at its first use. */
    static SshHost connection(SshConnector connector, Access access) {
        if (access.byCertificate()) {
            throw Problem.of(
                            ProblemCode.SSH_REQUIRED,
                            "This host is registered with an API token; there is no SSH to it.",
                            "Register the machine a second time by SSH if you need this.")
                    .exception();
        }
        SshAuth auth = access.password().isPresent()
                ? new SshAuth.Password(access.password().get())
                : new SshAuth.KeyFile(Path.of(access.keyFile().orElseThrow()), Optional.empty());
        var target = new SshTarget(access.address(), access.port(), access.userName(), auth);
        return connector.host(target, Optional.of(HostKeyPin.parse(access.hostKeyPin())));
    }
}
