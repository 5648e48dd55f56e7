package io.slipway.server.lab.pve;

import io.slipway.server.base.Sleeper;
import io.slipway.server.lab.sh.Vfs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The state of the simulated cluster and what its operations share.
 *
 * <p>Thread-safe: machines are guarded by {@link #lock}, which is never held while time passes.
 */
public final class Cluster {
    final ReentrantLock lock = new ReentrantLock();
    final TreeMap<Integer, Vm> vms = new TreeMap<>();
    final Flocks flocks = new Flocks();
    final Tasks tasks;
    final Effects effects = new Effects();
    final Faults faults = new Faults();
    final LabTiming timing;
    final InstantSource clock;
    final Sleeper sleeper;
    final Vfs files;
    final Volumes volumes;
    final GuestBoot guests;
    private final List<NodeSpec> nodes;
    private final RandomGenerator random;
    private final AtomicInteger lastPid = new AtomicInteger(15_000);

    public Cluster(
            List<NodeSpec> nodes,
            List<StorageSpec> storages,
            Vfs files,
            LabTiming timing,
            InstantSource clock,
            Sleeper sleeper,
            RandomGenerator random,
            GuestBoot guests) {
        this.nodes = List.copyOf(nodes);
        this.files = files;
        this.timing = timing;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.guests = guests;
        this.tasks = new Tasks(clock);
        this.volumes = new Volumes(this, storages);
        files.mount("/etc/pve", new PveFolder(this));
        files.mount("/var/log/pve/tasks", new TaskFolder());
    }

    /** Adds a machine on a node, with empty stand-ins of the volumes it names. */
    public void add(TemplateSpec spec, String node) {
        var conf = new LinkedHashMap<>(spec.conf());
        if (spec.template()) {
            conf.put("template", "1");
        }
        locked(() -> vms.put(spec.vmid(), new Vm(spec.vmid(), node, conf)));
        if (node.equals(local().name())) {
            conf.forEach(volumes::createStandIn);
        }
    }

    public Effects effects() {
        return effects;
    }

    public Faults faults() {
        return faults;
    }

    public Tasks tasks() {
        return tasks;
    }

    public Flocks flocks() {
        return flocks;
    }

    public Vfs files() {
        return files;
    }

    public Volumes volumes() {
        return volumes;
    }

    public LabTiming timing() {
        return timing;
    }

    /** The node that answers over SSH. */
    public NodeSpec local() {
        return nodes.getFirst();
    }

    public List<NodeSpec> nodes() {
        return nodes;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Lets simulated time pass in real time. */
    public void pause(Duration time) throws InterruptedException {
        if (time.isPositive()) {
            sleeper.sleep(time);
        }
    }

    void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** The machine on the local node. Call with the lock held. */
    Vm vm(int vmid) throws PveError {
        var vm = vms.get(vmid);
        if (vm == null || !vm.node.equals(local().name())) {
            throw PveError.noConfiguration(local().name(), vmid);
        }
        return vm;
    }

    @Nullable
    NodeSpec node(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    static void checkLock(Vm vm) throws PveError {
        var held = vm.conf.get("lock");
        if (held != null) {
            throw new PveError("VM is locked (" + held + ")");
        }
    }

    int nextPid() {
        return lastPid.addAndGet(41);
    }

    synchronized String newUuid() {
        long high = random.nextLong() & ~0xF000L | 0x4000L;
        long low = random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** A MAC with the prefix Proxmox uses since version 8. */
    synchronized String newMac() {
        int bits = random.nextInt(1 << 24);
        return "BC:24:11:%02X:%02X:%02X".formatted(bits >> 16 & 0xFF, bits >> 8 & 0xFF, bits & 0xFF);
    }

    /** A snapshot for assertions and the demo. */
    public List<LabVm> snapshot() {
        lock.lock();
        try {
            return vms.values().stream().map(LabVm::of).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Puts a lock such as {@code backup} on a machine, or takes it off with an empty name. */
    public void configurationLock(int vmid, String name) {
        locked(() -> {
            var vm = vms.get(vmid);
            if (vm != null && name.isEmpty()) {
                vm.conf.remove("lock");
            } else if (vm != null) {
                vm.conf.put("lock", name);
            }
        });
    }

    /** Moves a machine to another node, as a migration does. */
    public void migrate(int vmid, String node) {
        locked(() -> {
            var vm = vms.get(vmid);
            if (vm != null) {
                vm.node = node;
            }
        });
    }

    /** Marks a machine as managed by the HA stack. */
    public void manage(int vmid) {
        locked(() -> {
            var vm = vms.get(vmid);
            if (vm != null) {
                vm.highAvailability = true;
            }
        });
    }

    /** Takes the power from every guest. */
    public void close() {
        List<Vm.Running> running;
        lock.lock();
        try {
            running = vms.values().stream()
                    .filter(Vm::isRunning)
                    .map(vm -> java.util.Objects.requireNonNull(vm.running))
                    .toList();
        } finally {
            lock.unlock();
        }
        running.forEach(run -> run.guest.powerOff());
    }

    private final class TaskFolder implements Vfs.Synthetic {
        @Override
        public @Nullable List<String> list(String path) {
            return path.equals("/var/log/pve/tasks") ? List.of("index") : null;
        }

        @Override
        public byte @Nullable [] read(String path) {
            return path.equals("/var/log/pve/tasks/index") ? tasks.index().getBytes(StandardCharsets.UTF_8) : null;
        }
    }
}
