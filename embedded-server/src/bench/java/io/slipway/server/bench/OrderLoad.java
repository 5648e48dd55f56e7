package io.slipway.server.bench;

import io.slipway.server.base.Caller;
import io.slipway.server.base.Json;
import io.slipway.server.base.Secret;
import io.slipway.server.base.TenantId;
import io.slipway.server.boot.AgentAssembly;
import io.slipway.server.boot.AgentConfig;
import io.slipway.server.boot.LanConfig;
import io.slipway.server.host.HostLimits;
import io.slipway.server.host.NewHost;
import io.slipway.server.host.TlsContact;
import io.slipway.server.job.Job;
import io.slipway.server.lab.Laboratory;
import io.slipway.server.lab.pve.LabTiming;
import io.slipway.server.provision.ProvisionOrder;
import io.slipway.server.ssh.HostKeyPin;
import io.slipway.server.ssh.SshAuth;
import io.slipway.server.ssh.SshCommand;
import io.slipway.server.ssh.SshConnector;
import io.slipway.server.ssh.SshLimits;
import io.slipway.server.ssh.SshTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Orders many VMs from a laboratory with two slots and compares with what the host alone takes: the same clones, settings and
 * starts, made by two plain SSH loops in the same run.
 *
 * <p>Arguments: number of VMs, 200 unless given, and milliseconds of one clone, 1500 unless given. Prints our share per VM from the order to "VM started", and the ratio of the
 * whole order (guests, discs and tokens included) to the bare loops.
 */
public final class OrderLoad {
    private static final String PASSWORD = "bench-root-password";
    private static final int SLOTS = 2;
    private static final int MOST_BARE = 20;

    private OrderLoad() {}

    public static void main(String[] args) throws Exception {
        int count = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        int clone = args.length > 1 ? Integer.parseInt(args[1]) : 1500;
        var pace = LabTiming.lifelike().scaled(0.01);
        var timing = new LabTiming(
                pace.command(),
                Duration.ofMillis(clone),
                20,
                Duration.ofMillis(200),
                pace.shutdown(),
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofMillis(50),
                pace.guestSpeed());
        double bare = bare(timing, Math.min(count, MOST_BARE));
        var ours = ours(timing, count);
        System.out.printf(
                Locale.ROOT,
                "order load: %d VMs, %d slots: host alone %.2f s per VM and slot; the order took %.1f s, ratio %.2f (target 1.10); own"
                        + " share from order to started %.2f s per VM (target 5)%n",
                count,
                SLOTS,
                bare,
                ours.seconds(),
                ours.seconds() / (bare * count / SLOTS),
                ours.seconds() / (count / (double) SLOTS) - bare);
    }

    private record Ours(double seconds) {}

    /** @return seconds per VM in one of two loops that do nothing but the host's own work */
    private static double bare(LabTiming timing, int count) throws Exception {
        try (var lab = Laboratory.builder()
                        .rootPassword(PASSWORD)
                        .timing(timing)
                        .start();
                var loops = Executors.newFixedThreadPool(SLOTS)) {
            var connector = new SshConnector(SshLimits.USUAL);
            var target = new SshTarget("127.0.0.1", lab.port(), "root", new SshAuth.Password(Secret.of(PASSWORD)));
            HostKeyPin key = connector.fetchHostKey("127.0.0.1", lab.port());
            long start = System.nanoTime();
            for (int slot = 0; slot < SLOTS; slot++) {
                int first = 1000 + slot;
                loops.submit(() -> {
                    try (var host = connector.host(target, Optional.of(key))) {
                        for (int vmid = first; vmid < 1000 + count; vmid += SLOTS) {
                            var done = host.exec(SshCommand.of("/usr/sbin/qm clone 9000 " + vmid + " --name b" + vmid
                                    + " --full 1 >/dev/null && /usr/sbin/qm set " + vmid
                                    + " --cores 2 --memory 4096 >/dev/null && /usr/sbin/qm start " + vmid));
                            if (!done.succeeded()) {
                                throw new IllegalStateException(done.stderr());
                            }
                        }
                    }
                    return null;
                });
            }
            loops.shutdown();
            if (!loops.awaitTermination(30, java.util.concurrent.TimeUnit.MINUTES)) {
                throw new IllegalStateException("the bare loops did not end");
            }
            return (System.nanoTime() - start) / 1e9 / (count / (double) SLOTS);
        }
    }

    private static Ours ours(LabTiming timing, int count) throws Exception {
        Path folder = Files.createTempDirectory("slipway-order-load");
        try (var lab = Laboratory.builder()
                        .rootPassword(PASSWORD)
                        .timing(timing)
                        .start();
                var agent = AgentAssembly.open(AgentConfig.of(folder, Optional.of(LanConfig.forLaboratory()))
                        .withPauses(Duration.ofMillis(100), Duration.ofMillis(200)))) {
            var parts = agent.parts();
            var key = parts.ssh().fetchHostKey("127.0.0.1", lab.port()).toString();
            parts.hosts()
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
                                    HostLimits.USUAL));
            var order = Json.object()
                    .put("host", "lab")
                    .put("template", "win11-tpl")
                    .put("profile", "windows-11-worker")
                    .put("name_pattern", "b-{n:3}")
                    .put("count", count);
            order.putObject("network")
                    .put("mode", "static")
                    .put("from", "10.20.0.10")
                    .put("to", "10.20.3.250")
                    .put("prefix", 22)
                    .put("gateway", "10.20.0.1");
            long start = System.nanoTime();
            var jobId = parts.provisioning()
                    .submit(Caller.localOperator(), ProvisionOrder.parse(order), Optional.empty())
                    .jobId();
            Job job;
            do {
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                job = parts.jobs().require(TenantId.DEFAULT, jobId);
            } while (!job.state().ended());
            if (job.state() != Job.State.SUCCEEDED) {
                throw new IllegalStateException("the order ended " + job.state() + " " + job.problem());
            }
            return new Ours((System.nanoTime() - start) / 1e9);
        }
    }
}
