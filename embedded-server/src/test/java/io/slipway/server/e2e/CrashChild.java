package io.slipway.server.e2e;

import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.SlipwayException;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.workflow.EdgeProbe;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The product's process in the crash tests: registers the laboratory once, orders once (idempotency key), waits for the
 * order's end and exits with 0. Killed from outside, or halts itself at the edge it is given.
 *
 * <p>Arguments: data folder, SSH port, LAN port, order file, idempotency key, edge ({@code -} for none, otherwise
 * {@code edge/kind/nth}).
 */
public final class CrashChild {
    private CrashChild() {}

    public static void main(String[] args) throws Exception {
        var folder = Path.of(args[0]);
        int sshPort = Integer.parseInt(args[1]);
        var lan = new LanConfig(
                List.of(InetAddress.getLoopbackAddress()), Integer.parseInt(args[2]), Optional.empty(), true);
        var order = Json.parseObject(Files.readString(Path.of(args[3])));
        var config = AgentConfig.of(folder, Optional.of(lan))
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(50))
                .withProbe(probe(args[5]));
        try (var agent = AgentAssembly.open(config)) {
            var parts = agent.parts();
            if (parts.hosts().list(TenantId.DEFAULT).isEmpty()) {
                register(agent, sshPort);
            }
            var jobId = parts.provisioning()
                    .submit(Rig.CALLER, ProvisionOrder.parse(order), Optional.of(args[4]))
                    .jobId();
            System.out.println("JOB " + jobId);
            while (!parts.jobs().require(TenantId.DEFAULT, jobId).state().ended()) {
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
            System.out.println(
                    "ENDED " + parts.jobs().require(TenantId.DEFAULT, jobId).state());
        } catch (SlipwayException e) {
            System.out.println("PROBLEM " + e.problem());
            throw e;
        }
        System.exit(0);
    }

    private static void register(AgentAssembly agent, int sshPort) {
        var key = agent.parts().ssh().fetchHostKey("127.0.0.1", sshPort).toString();
        agent.parts()
                .hosts()
                .add(
                        TenantId.DEFAULT,
                        new NewHost(
                                "lab",
                                "127.0.0.1",
                                sshPort,
                                "root",
                                Optional.of(Secret.of(Rig.PASSWORD)),
                                Optional.empty(),
                                Optional.of(key),
                                TlsContact.unpinned(),
                                false,
                                HostLimits.USUAL));
    }

    private static EdgeProbe probe(String spec) {
        if (spec.equals("-")) {
            return EdgeProbe.none();
        }
        var parts = spec.split("/");
        var left = new AtomicInteger(Integer.parseInt(parts[2]));
        return (edge, kind) -> {
            if (edge.equals(parts[0]) && kind.equals(parts[1]) && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(137);
            }
        };
    }
}
