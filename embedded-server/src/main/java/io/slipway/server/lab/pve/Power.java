package io.slipway.server.lab.pve;

import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Start, stop, shutdown, destroy, unlock, wait. */
public final class Power {
    private static final Duration POLL = Duration.ofMillis(10);

    private final Cluster cluster;

    public Power(Cluster cluster) {
        this.cluster = cluster;
    }

    private String worker(String type, int vmid, Invocation call, Tasks.Body body)
            throws PveError, InterruptedException {
        return cluster.tasks.run(cluster.local().name(), type, String.valueOf(vmid), call, body);
    }

    private Vm existing(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            return cluster.vm(vmid);
        } finally {
            cluster.lock.unlock();
        }
    }

    /** qm start. */
    public String start(int vmid, boolean skipLock, Invocation call) throws PveError, InterruptedException, PipeClosed {
        var vm = existing(vmid);
        if (vm.highAvailability) {
            call.out().line("Requesting HA start for VM " + vmid);
            Thread.ofVirtual().start(() -> startByManager(vmid));
            return "";
        }
        return worker("qmstart", vmid, call, log -> start(vm, skipLock, log));
    }

    private void startByManager(int vmid) {
        try {
            cluster.pause(cluster.timing.start());
            var quiet = new Invocation(Output.discard(), Output.discard(), null, false);
            var vm = existing(vmid);
            worker("qmstart", vmid, quiet, log -> start(vm, false, log));
        } catch (PveError e) {
            // The HA manager reports such failures elsewhere; the machine simply stays stopped.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void start(Vm vm, boolean skipLock, Output log) throws PveError, PipeClosed, InterruptedException {
        try (var held = cluster.flocks.acquire(vm.vmid, cluster.timing.lockWait(), log)) {
            Map<String, String> conf;
            cluster.lock.lock();
            try {
                conf = ready(vm, skipLock);
            } finally {
                cluster.lock.unlock();
            }
            checkMachine(conf);
            if (conf.containsKey("tpmstate0")) {
                log.line("swtpm_setup: Not overwriting existing state file.");
            }
            var effect = cluster.effects.begin(Kind.START, vm.vmid, vm.name(), "");
            cluster.pause(cluster.timing.start());
            var guest = cluster.guests.boot(vm.vmid, conf);
            cluster.locked(() -> vm.running =
                    new Vm.Running(cluster.nextPid(), cluster.clock.instant().getEpochSecond(), guest));
            cluster.effects.end(effect);
        }
    }

    private Map<String, String> ready(Vm vm, boolean skipLock) throws PveError {
        cluster.vm(vm.vmid);
        if (vm.isTemplate()) {
            throw new PveError("you can't start a vm if it's a template");
        }
        if (!skipLock) {
            Cluster.checkLock(vm);
        }
        if (vm.isRunning()) {
            throw new PveError("VM " + vm.vmid + " already running");
        }
        ConfigUpdate.applyPending(vm);
        if (vm.virtualCpus() > cluster.local().cpus()) {
            throw new PveError("MAX " + cluster.local().cpus() + " vcpus allowed per VM on this node");
        }
        return new TreeMap<>(vm.conf);
    }

    private void checkMachine(Map<String, String> conf) throws PveError {
        for (var setting : conf.entrySet()) {
            if (Properties.DRIVE.matcher(setting.getKey()).matches()) {
                var drive = Properties.stored(setting.getValue());
                if (drive.hasVolume()) {
                    cluster.volumes.sizeOf(drive.first());
                }
            } else if (setting.getKey().matches("net[0-9]+")) {
                var bridge = Properties.stored(setting.getValue()).rest().get("bridge");
                if (bridge != null && !cluster.local().bridges().contains(bridge)) {
                    throw new PveError("bridge '" + bridge + "' does not exist");
                }
            }
        }
    }

    /** qm stop; stopping a stopped machine is success. */
    public String stop(int vmid, Invocation call) throws PveError, InterruptedException {
        var vm = existing(vmid);
        return worker("qmstop", vmid, call, log -> {
            try (var held = cluster.flocks.acquire(vmid, cluster.timing.lockWait(), log)) {
                halt(vm, Kind.STOP);
            }
        });
    }

    private void halt(Vm vm, Kind kind) {
        var running = vm.running;
        if (running == null) {
            return;
        }
        var effect = cluster.effects.begin(kind, vm.vmid, vm.name(), "");
        running.guest.powerOff();
        cluster.locked(() -> {
            vm.running = null;
            ConfigUpdate.applyPending(vm);
        });
        cluster.effects.end(effect);
    }

    /** qm shutdown. */
    public String shutdown(int vmid, Duration timeout, boolean force, Invocation call)
            throws PveError, InterruptedException {
        var vm = existing(vmid);
        return worker("qmshutdown", vmid, call, log -> {
            var running = vm.running;
            if (running == null) {
                call.err().print("VM " + vmid + " not running\n\n");
                return;
            }
            var guest = running.guest;
            if (guest.shutdown()) {
                cluster.pause(cluster.timing.shutdown().dividedBy(2));
                running.poweredOff = true;
                cluster.pause(cluster.timing.shutdown().dividedBy(2));
                halt(vm, Kind.SHUTDOWN);
                return;
            }
            var full = cluster.timing.shutdown();
            cluster.pause(timeout.compareTo(full) < 0 ? timeout : full);
            if (!force) {
                throw new PveError("VM quit/powerdown failed - got timeout");
            }
            log.line("VM still running - terminating now with SIGTERM");
            halt(vm, Kind.STOP);
        });
    }

    /** qm destroy. */
    public String destroy(int vmid, boolean purge, boolean unreferenced, boolean skipLock, Invocation call)
            throws PveError, InterruptedException {
        cluster.lock.lock();
        try {
            var vm = cluster.vm(vmid);
            if ("1".equals(vm.conf.get("protection"))) {
                throw new PveError("can't remove VM " + vmid + " - protection mode enabled");
            }
            if (vm.highAvailability && !purge) {
                throw new PveError(
                        "unable to remove VM " + vmid + " - used in HA resources and purge parameter not set.");
            }
            if (vm.isRunning()) {
                throw new PveError(25, "VM " + vmid + " is running - destroy failed");
            }
        } finally {
            cluster.lock.unlock();
        }
        return worker("qmdestroy", vmid, call, log -> destroy(vmid, purge, unreferenced, skipLock, log));
    }

    private void destroy(int vmid, boolean purge, boolean unreferenced, boolean skipLock, Output log)
            throws PveError, PipeClosed, InterruptedException {
        try (var held = cluster.flocks.acquire(vmid, cluster.timing.lockWait(), log)) {
            var vm = existing(vmid);
            if (!skipLock) {
                Cluster.checkLock(vm);
            }
            var owned = new TreeMap<>(vm.conf);
            checkBase(vm, owned);
            var effect = cluster.effects.begin(Kind.DESTROY, vmid, vm.name(), purge ? "purge" : "");
            owned.forEach((key, value) -> {
                var drive = Properties.stored(value);
                boolean ours = Properties.DRIVE.matcher(key).matches() || key.startsWith("unused");
                if (ours && drive.hasVolume() && !drive.first().contains(":iso/")) {
                    cluster.volumes.drop(drive.first());
                }
            });
            if (unreferenced) {
                for (var storage : cluster.volumes.all()) {
                    cluster.volumes.list(storage, "images", vmid).forEach(v -> cluster.volumes.drop(v.volid()));
                }
            }
            cluster.locked(() -> cluster.vms.remove(vmid));
            if (purge) {
                log.line("purging VM " + vmid + " from related configurations..");
                if (vm.highAvailability) {
                    log.line("NOTE: removed VM " + vmid + " from HA resource configuration.");
                }
            }
            cluster.effects.end(effect);
        }
    }

    private void checkBase(Vm vm, Map<String, String> conf) throws PveError {
        cluster.lock.lock();
        try {
            for (var value : conf.values()) {
                var volume = Properties.stored(value).first();
                for (var other : cluster.vms.values()) {
                    boolean used = volume.contains("/base-")
                            && other != vm
                            && other.conf.values().stream().anyMatch(drive -> drive.startsWith(volume + "/"));
                    if (used) {
                        throw new PveError("base volume '" + volume + "' is still in use by linked cloned");
                    }
                }
            }
        } finally {
            cluster.lock.unlock();
        }
    }

    /** qm unlock. */
    public void unlock(int vmid) throws PveError {
        var vm = existing(vmid);
        if (vm.conf.containsKey("lock")) {
            var effect = cluster.effects.begin(Kind.UNLOCK, vmid, vm.name(), "");
            cluster.locked(() -> vm.conf.remove("lock"));
            cluster.effects.end(effect);
        }
    }

    /** qm wait: until the machine is stopped. */
    public void await(int vmid, @Nullable Duration limit) throws PveError, InterruptedException {
        var vm = existing(vmid);
        long deadline = cluster.clock.millis() + (limit == null ? Long.MAX_VALUE / 4 : limit.toMillis());
        while (vm.isRunning()) {
            if (cluster.clock.millis() >= deadline) {
                throw new PveError("timeout");
            }
            cluster.pause(POLL);
        }
    }

    /** qm resize: disks only grow. */
    public void resize(int vmid, String disk, String size, Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        try (var held = cluster.flocks.acquire(vmid, cluster.timing.lockWait(), call.err())) {
            var vm = existing(vmid);
            Cluster.checkLock(vm);
            var drive = Properties.stored(vm.conf.getOrDefault(disk, ""));
            if (!drive.hasVolume() || drive.isCdrom()) {
                throw new PveError("disk '" + disk + "' does not exist");
            }
            long old = Properties.bytes(drive.rest().getOrDefault("size", "0"));
            long wanted = size.startsWith("+") ? old + Properties.bytes(size.substring(1)) : Properties.bytes(size);
            if (wanted < old) {
                throw new PveError("shrinking disks is not supported");
            }
            var effect = cluster.effects.begin(Kind.RESIZE, vmid, vm.name(), disk + " " + size);
            drive.rest().put("size", Properties.size(wanted));
            cluster.locked(() -> vm.conf.put(disk, drive.text()));
            cluster.effects.end(effect);
            call.out().line("Image resized.");
        }
    }

    /** The API's resize, which is a task since version 8. */
    public String resizeTask(int vmid, String disk, String size, Invocation call)
            throws PveError, InterruptedException {
        existing(vmid);
        return worker("resize", vmid, call, log -> resize(vmid, disk, size, new Invocation(log, log, null, false)));
    }

    /** The running guest of a machine. */
    public RunningGuest guest(int vmid) throws PveError {
        var vm = existing(vmid);
        var running = vm.running;
        if (running == null) {
            throw new PveError(PveError.ENOENT, "VM " + vmid + " is not running");
        }
        return running.guest;
    }

    private @Nullable String setting(int vmid, String key) throws PveError {
        cluster.lock.lock();
        try {
            return cluster.vm(vmid).conf.get(key);
        } finally {
            cluster.lock.unlock();
        }
    }

    /** The running guest, if its agent is configured and answers. */
    public RunningGuest agent(int vmid) throws PveError, InterruptedException {
        var guest = guest(vmid);
        var agent = setting(vmid, "agent");
        if (agent == null) {
            throw new PveError("No QEMU guest agent configured");
        }
        if (!agent.matches("(enabled=)?1(,.*)?") || !guest.agentAnswers()) {
            cluster.pause(cluster.timing.agentWait());
            if (!guest.agentAnswers() || !agent.matches("(enabled=)?1(,.*)?")) {
                throw new PveError("QEMU guest agent is not running");
            }
        }
        return guest;
    }

    /** A key press; recorded because the product must not send too many. */
    public void key(int vmid, String key) throws PveError {
        var vm = existing(vmid);
        if (!vm.isRunning()) {
            throw new PveError("VM " + vmid + " not running");
        }
        var effect = cluster.effects.begin(Kind.SEND_KEY, vmid, vm.name(), key);
        guest(vmid).key(key);
        cluster.effects.end(effect);
    }

    /** qm template. */
    public void convert(int vmid) throws PveError {
        var vm = existing(vmid);
        if (vm.isRunning()) {
            throw new PveError("you can't convert a VM to template if VM is running");
        }
        var effect = cluster.effects.begin(Kind.TEMPLATE, vmid, vm.name(), "");
        cluster.locked(() -> vm.conf.put("template", "1"));
        cluster.effects.end(effect);
    }
}
