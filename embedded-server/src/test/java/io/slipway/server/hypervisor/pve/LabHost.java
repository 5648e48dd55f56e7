package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.LiveSecret;
import io.slipway.server.base.Secret;
import io.slipway.server.hypervisor.pve.rest.ApiToken;
import io.slipway.server.hypervisor.pve.rest.RestHost;
import io.slipway.server.hypervisor.pve.rest.RestLimits;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.rest.LabToken;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.ssh.SshTarget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A laboratory with adapters connected to it over real SSH or over its REST API. */
final class LabHost implements AutoCloseable {
    static final String PASSWORD = "lab-root-word";
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    static final LabToken TOKEN = LabToken.of("bot@pve!agent", "5f0c1f2e-0d4b-4f6a-9b1e-2a3b4c5d6e7f", LabToken.ALL);

    final Laboratory lab;
    private final Transport transport;
    private final String user;
    private final HostKeyPin pin;
    private final PveOptions options;
    private final Map<String, String> notes = new ConcurrentHashMap<>();
    private LabNotes currentNotes = new LabNotes(notes);
    private final List<PveHypervisor> open = new ArrayList<>();
    private final List<SshHost> connections = new CopyOnWriteArrayList<>();
    private SshHost host;
    private PveHypervisor current;
    private LabToken token = TOKEN;
    private volatile Duration ahead = Duration.ZERO;

    /** How the adapters speak. */
    enum Transport {
        SSH,
        REST
    }

    LabHost(LaboratoryBuilder plan, String user) {
        this(plan, user, Transport.SSH);
    }

    LabHost(LaboratoryBuilder plan, String user, Transport transport) {
        this.transport = transport;
        this.lab = plan.start();
        this.user = user;
        this.pin = new SshConnector(SshLimits.USUAL).fetchHostKey("127.0.0.1", lab.port());
        this.options =
                PveOptions.USUAL.patience(Duration.ofSeconds(30), Duration.ofMillis(1200), Duration.ofSeconds(10));
        this.host = connect();
        this.current = adapter();
    }

    static LaboratoryBuilder plan() {
        return Laboratory.builder().rootPassword(PASSWORD);
    }

    static LabHost start() {
        return start(Transport.SSH);
    }

    static LabHost start(Transport transport) {
        return transport == Transport.SSH
                ? new LabHost(plan(), "root")
                : new LabHost(plan().token(TOKEN), "root", transport);
    }

    /** A laboratory with a token of its own, spoken to by REST. */
    static LabHost start(LaboratoryBuilder plan, LabToken token) {
        var host = new LabHost(plan.token(token), "root", Transport.REST);
        host.token = token;
        return host.reopened();
    }

    private LabHost reopened() {
        reconnect();
        return this;
    }

    RestHost api() {
        return new RestHost(
                "127.0.0.1",
                lab.rest().port(),
                new ApiToken(token.id(), LiveSecret.fixed(Secret.of(token.secret()))),
                colons(lab.rest().fingerprint()),
                new RestLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(30)),
                InstantSource.system());
    }

    static String colons(String hex) {
        return hex.replaceAll("(..)(?=.)", "$1:");
    }

    private Instant now() {
        return InstantSource.system().instant().plus(ahead);
    }

    /** The adapters' clock goes forward. */
    void later(Duration time) {
        ahead = ahead.plus(time);
    }

    /** What REST adapters have noted, for assertions. */
    Map<String, String> notes() {
        return Map.copyOf(notes);
    }

    SshHost connect() {
        var target = new SshTarget("127.0.0.1", lab.port(), user, new SshAuth.Password(Secret.of(PASSWORD)));
        var connection = new SshConnector(SshLimits.USUAL).host(target, Optional.of(pin));
        connections.add(connection);
        return connection;
    }

    private PveHypervisor adapter() {
        currentNotes = new LabNotes(notes);
        var made = transport == Transport.SSH
                ? PveHypervisor.over(host, options, this::now, LabHost::pause)
                : PveHypervisor.over(api(), currentNotes, options, this::now, LabHost::pause);
        open.add(made);
        return made;
    }

    /** The laboratory needs no seconds, so neither do we. */
    static void pause(Duration time) throws InterruptedException {
        LockSupport.parkNanos(Math.min(time.toNanos(), LONGEST_PAUSE_NANOS));
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    PveHypervisor hypervisor() {
        return current;
    }

    /** The process dies: whatever it does now fails, and nothing of its memory is left. */
    void crash() {
        currentNotes.die();
        current.close();
    }

    PveHypervisor reconnect() {
        currentNotes.die();
        current.close();
        host = connect();
        current = adapter();
        return current;
    }

    @Override
    public void close() {
        open.forEach(PveHypervisor::close);
        connections.forEach(SshHost::close);
        lab.close();
    }
}
