package io.slipway.server.e2e;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.Host;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.job.Job;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.LaboratoryBuilder;
import io.slipway.server.lab.rest.LabToken;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.workflow.EdgeProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/** A laboratory and an agent that knows it as its host. */
final class Rig implements AutoCloseable {
    static final String PASSWORD = "lab-root-password-7d1f";
    static final LabToken TOKEN =
            LabToken.of("slipway@pve!agent", "7c3b1a90-52d4-4e8f-a1b6-0d9e8f7a6b5c", LabToken.ALL);
    static final Caller CALLER = Caller.localOperator();
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final boolean rest;
    final Laboratory lab;
    final Path folder;
    AgentAssembly agent;
    Host host;

    Rig(Path folder, UnaryOperator<LaboratoryBuilder> set, HostLimits limits) {
        this(folder, set, limits, false);
    }

    private Rig(Path folder, UnaryOperator<LaboratoryBuilder> set, HostLimits limits, boolean rest) {
        this.rest = rest;
        this.folder = folder;
        this.lab = set.apply(Laboratory.builder().rootPassword(PASSWORD)).start();
        this.agent = AgentAssembly.open(config(folder, EdgeProbe.none()));
        this.host = register(limits);
    }

    Rig(Path folder) {
        this(folder, UnaryOperator.identity(), HostLimits.USUAL);
    }

    /** A host that is registered with an API token and driven by REST. */
    static Rig overRest(Path folder) {
        return new Rig(folder, plan -> plan.token(TOKEN), HostLimits.USUAL, true);
    }

    static AgentConfig config(Path folder, EdgeProbe probe) {
        return AgentConfig.of(folder, Optional.of(LanConfig.forLaboratory()))
                .withPauses(Duration.ofMillis(20), Duration.ofMillis(50))
                .withProbe(probe);
    }

    private Host register(HostLimits limits) {
        return rest ? registerApi(limits) : registerSsh(limits);
    }

    private Host registerApi(HostLimits limits) {
        var hosts = agent.parts().hosts();
        return hosts.add(
                TenantId.DEFAULT,
                new NewHost(
                        "lab",
                        "127.0.0.1",
                        lab.rest().port(),
                        TOKEN.id(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Secret.of(TOKEN.secret())),
                        Optional.of(
                                hosts.shownCertificate("127.0.0.1", lab.rest().port())),
                        TlsContact.unpinned(),
                        false,
                        limits));
    }

    private Host registerSsh(HostLimits limits) {
        var key = agent.parts().ssh().fetchHostKey("127.0.0.1", lab.port()).toString();
        return agent.parts()
                .hosts()
                .add(
                        TenantId.DEFAULT,
                        new NewHost(
                                "lab",
                                "127.0.0.1",
                                lab.port(),
                                "root",
                                Optional.of(Secret.of(PASSWORD)),
                                Optional.empty(),
                                Optional.of(key),
                                TlsContact.unpinned(),
                                false,
                                limits));
    }

    /** An order of Windows VMs with static addresses. */
    static ObjectNode windows(int count) {
        var order = Json.object()
                .put("host", "lab")
                .put("template", "win11-tpl")
                .put("profile", "windows-11-worker")
                .put("name_pattern", "win-{n:2}")
                .put("count", count)
                .put("cores", 2)
                .put("memory_mib", 4096);
        order.putObject("network")
                .put("mode", "static")
                .put("from", "10.20.0.10")
                .put("to", "10.20.3.250")
                .put("prefix", 22)
                .put("gateway", "10.20.0.1");
        return order;
    }

    String submit(ObjectNode order) {
        return agent.parts()
                .provisioning()
                .submit(CALLER, ProvisionOrder.parse(order), Optional.empty())
                .jobId();
    }

    /** Waits for the job's end by looking at its row. */
    Job await(String jobId) {
        var deadline = Instant.now().plus(PATIENCE);
        while (true) {
            var job = agent.parts().jobs().require(TenantId.DEFAULT, jobId);
            if (job.state().ended()) {
                return job;
            }
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("job did not end: " + job + "\n" + log(jobId) + "\n"
                        + agent.parts().jobs().runs(TenantId.DEFAULT, jobId));
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** What was told of a job until now; lines are stored by a thread of their own. */
    String log(String jobId) {
        var lines = agent.parts().jobLog();
        long given = lines.given();
        var deadline = Instant.now().plus(PATIENCE);
        while (!lines.settled(given) && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
        var text = new StringBuilder();
        agent.parts().jobs().log(TenantId.DEFAULT, jobId, 0, 5000).forEach(line -> text.append(
                        line.subject().orElse("-"))
                .append(": ")
                .append(line.text())
                .append('\n'));
        return text.toString();
    }

    /** Ends the agent and starts another on the same data folder. */
    void restart() {
        agent.close();
        agent = AgentAssembly.open(config(folder, EdgeProbe.none()));
    }

    @Override
    public void close() {
        agent.close();
        lab.close();
    }
}
