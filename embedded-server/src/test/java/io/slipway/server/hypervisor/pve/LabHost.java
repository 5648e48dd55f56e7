package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Secret;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshHost;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.ssh.SshTarget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A laboratory with adapters connected to it over real SSH. */
final class LabHost implements AutoCloseable {
    static final String PASSWORD = "lab-root-word";
    private static final long LONGEST_PAUSE_NANOS = 10_000_000;

    final Laboratory lab;
    private final String user;
    private final HostKeyPin pin;
    private final PveOptions options;
    private final List<PveHypervisor> open = new ArrayList<>();
    private final List<SshHost> connections = new CopyOnWriteArrayList<>();
    private SshHost host;
    private PveHypervisor current;

    LabHost(LaboratoryBuilder plan, String user) {
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
        return new LabHost(plan(), "root");
    }

    SshHost connect() {
        var target = new SshTarget("127.0.0.1", lab.port(), user, new SshAuth.Password(Secret.of(PASSWORD)));
        var connection = new SshConnector(SshLimits.USUAL).host(target, Optional.of(pin));
        connections.add(connection);
        return connection;
    }

    private PveHypervisor adapter() {
        var made = PveHypervisor.over(host, options, InstantSource.system(), LabHost::pause);
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
        current.close();
    }

    PveHypervisor reconnect() {
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
