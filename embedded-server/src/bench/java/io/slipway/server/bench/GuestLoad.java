package io.slipway.server.bench;

import com.sun.management.OperatingSystemMXBean;
import io.slipway.server.base.Caller;
import io.slipway.server.base.Ids;
import io.slipway.server.base.Redactor;
import io.slipway.server.guest.GuestReports;
import io.slipway.server.guest.GuestTokens;
import io.slipway.server.guest.TokenLifetime;
import io.slipway.server.guest.TokenOrder;
import io.slipway.server.store.SqliteDatabase;
import io.slipway.server.tls.LocalCa;
import io.slipway.server.vault.Vault;
import io.slipway.server.vault.VaultSetup;
import io.slipway.server.web.Listener;
import io.slipway.server.web.RateLimit.Rate;
import io.slipway.server.web.WebServer;
import io.slipway.server.web.vm.VmLimits;
import io.slipway.server.web.vm.VmRoutes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * 1,000 VMs on their own TLS connections, each sending validate-token and report-progress in turn; every report is durable
 * (SQLite, synchronous=FULL) before its answer. Client and server share the process and the machine.
 *
 * <p>Three phases: as fast as it goes, paced at the target rate, and paced at half of it; where paced, a request's time counts
 * from when it was due. Not a JMH benchmark, because JMH has no notion of a request that was due. Arguments: a folder on a real disk, then optionally VMs,
 * seconds per phase and pairs per second.
 */
public final class GuestLoad {
    private static final VmLimits WIDE = new VmLimits(new Rate(1_000_000, 1_000_000), new Rate(1_000_000, 1_000_000));

    private static final int HANDSHAKES_AT_ONCE = 8;

    private final List<GuestCaller> callers = new ArrayList<>();

    private GuestLoad() {}

    /** Runs the phases and prints one line for each. */
    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory(Path.of(arguments[0]), "guest-load");
        int vms = argument(arguments, 1, 1000);
        var time = Duration.ofSeconds(argument(arguments, 2, 10));
        int rate = argument(arguments, 3, 5000);
        var clock = InstantSource.system();
        var ids = Ids.system();
        try (var database = SqliteDatabase.open(folder)) {
            var vault = Vault.open(VaultSetup.usual(folder), database, ids, clock, new SecureRandom());
            var tokens = GuestTokens.open(database, vault, ids, clock, TokenLifetime.DEFAULT);
            var reports = new GuestReports(database, tokens, ids, clock, new Redactor());
            var ca = LocalCa.open(folder, vault.files(), clock, new SecureRandom());
            var loopback = InetAddress.getByName("127.0.0.1");
            var routes = new VmRoutes(tokens, reports, WIDE);
            var listener = Listener.lan(List.of(loopback), 0, ca.identity(Set.of(loopback), Set.of()));
            try (var server = WebServer.start(listener, ids, routes::addTo)) {
                var load = new GuestLoad();
                load.connect(vms, trust(ca), server.port(), tokens);
                load.phase("warm-up", time, 0);
                load.phase("flat out", time, 0);
                load.phase("paced", time, rate);
                load.phase("half of it", time, rate / 2);
                load.close();
            }
        }
    }

    private static int argument(String[] arguments, int index, int fallback) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : fallback;
    }

    private static SSLSocketFactory trust(LocalCa ca) throws GeneralSecurityException, IOException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", ca.certificate());
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        var context = SSLContext.getInstance("TLSv1.3");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    private void connect(int vms, SSLSocketFactory factory, int port, GuestTokens tokens) throws Exception {
        var opened = new ConcurrentLinkedQueue<GuestCaller>();
        var handshakes = new Semaphore(HANDSHAKES_AT_ONCE);
        long began = System.nanoTime();
        all(vms, index -> {
            var vm = UUID.randomUUID().toString();
            var token = tokens.issue(Caller.localOperator(), TokenOrder.of(vm))
                    .text()
                    .reveal();
            opened.add(new GuestCaller(factory, port, token, vm));
        });
        callers.addAll(opened);
        System.out.printf(Locale.ROOT, "%d VMs connected in %d ms%n", vms, (System.nanoTime() - began) / 1_000_000);
    }

    /** Every VM calls until the time is over; a rate of 0 means without pauses. */
    private void phase(String name, Duration time, int pairsPerSecond) throws Exception {
        var latencies = new Latencies[callers.size()];
        long cpu = cpu();
        long began = System.nanoTime();
        long end = began + time.toNanos();
        long gap = pairsPerSecond == 0 ? 0 : Duration.ofSeconds(callers.size()).toNanos() / pairsPerSecond;
        all(callers.size(), index -> {
            var mine = new Latencies();
            latencies[index] = mine;
            var caller = callers.get(index);
            long due = began + gap * index / callers.size();
            while (due < end && System.nanoTime() < end) {
                pause(due);
                long first = gap == 0 ? System.nanoTime() : due;
                caller.validate();
                long second = System.nanoTime();
                mine.add(second - first);
                caller.report();
                mine.add(System.nanoTime() - second);
                due = gap == 0 ? System.nanoTime() : due + gap;
            }
        });
        Latencies.print(name, List.of(latencies), System.nanoTime() - began, cpu() - cpu);
    }

    /** CPU time of the whole process, client included: tells the cost where the machine is shared with others. */
    private static long cpu() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static void pause(long due) throws InterruptedException {
        long wait = due - System.nanoTime();
        if (wait > 0) {
            Thread.sleep(Duration.ofNanos(wait));
        }
    }

    /** What one VM does. */
    @FunctionalInterface
    private interface Act {
        void of(int index) throws IOException, InterruptedException;
    }

    private static void all(int count, Act act) throws ExecutionException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ArrayList<Future<Boolean>>();
            for (int i = 0; i < count; i++) {
                int index = i;
                done.add(threads.submit(() -> {
                    act.of(index);
                    return true;
                }));
            }
            for (var one : done) {
                one.get();
            }
        }
    }

    private void close() throws IOException {
        for (var caller : callers) {
            caller.close();
        }
    }
}
