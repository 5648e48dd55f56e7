package io.slipway.server.lab.pve;

import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The clone operation, with the life cycle of its temporary configuration. */
public final class CloneVm {
    /** What the command line says, checked for form. */
    public record Request(
            int source,
            int target,
            @Nullable String name,
            @Nullable Boolean full,
            @Nullable String storage,
            @Nullable String format,
            @Nullable String description,
            @Nullable String targetNode,
            @Nullable String pool) {}

    private static final long PROGRESS_FROM = 1L << 20;

    private final Cluster cluster;

    public CloneVm(Cluster cluster) {
        this.cluster = cluster;
    }

    /**
     * Clones; returns when the worker has ended.
     *
     * @return the UPID
     */
    public String run(Request request, Invocation call) throws PveError, InterruptedException {
        Map<String, String> source;
        boolean full;
        cluster.lock.lock();
        try {
            source = source(request.source());
            full = check(request, source);
        } finally {
            cluster.lock.unlock();
        }
        return cluster.tasks.run(
                cluster.local().name(),
                "qmclone",
                String.valueOf(request.source()),
                call,
                log -> work(request, source, full, call, log));
    }

    private Map<String, String> source(int vmid) throws PveError {
        var vm = cluster.vms.get(vmid);
        if (vm == null || !vm.node.equals(cluster.local().name())) {
            throw new PveError(
                    PveError.ENOENT,
                    "unable to find configuration file for VM " + vmid + " on node '"
                            + cluster.local().name() + "'");
        }
        Cluster.checkLock(vm);
        return new TreeMap<>(vm.conf);
    }

    private boolean check(Request request, Map<String, String> source) throws PveError {
        if (request.pool() != null) {
            throw new PveError(
                    PveError.ENOENT, "403 Permission check failed (pool '" + request.pool() + "' does not exist)");
        }
        var node = request.targetNode();
        if (node != null && cluster.node(node) == null) {
            throw new PveError(PveError.ENOENT, "no such cluster node '" + node + "'");
        }
        if (node != null && !node.equals(cluster.local().name())) {
            throw new PveError("can't clone VM to node '" + node + "' (VM uses local storage)");
        }
        boolean full = request.full() != null ? request.full() : !"1".equals(source.get("template"));
        if (!full && request.storage() != null) {
            throw new PveError(PveError.ENOENT, "parameter 'storage' not allowed for linked clones");
        }
        if (!full && request.format() != null) {
            throw new PveError(PveError.ENOENT, "parameter 'format' not allowed for linked clones");
        }
        if (request.storage() != null) {
            cluster.volumes.usable(request.storage());
        }
        var existing = cluster.vms.get(request.target());
        if (existing != null && existing.node.equals(cluster.local().name())) {
            throw new PveError(
                    PveError.ENOENT, "unable to create VM " + request.target() + ": config file already exists");
        }
        return full;
    }

    private void work(Request request, Map<String, String> source, boolean full, Invocation call, Output log)
            throws PveError, PipeClosed, InterruptedException {
        try (var held = cluster.flocks.acquire(
                request.target(), cluster.timing.lockWait().dividedBy(10), log)) {
            log.line("creating a clone of VM " + request.source() + " with ID " + request.target());
            var name = request.name() != null ? request.name() : "Copy-of-VM-" + source.getOrDefault("name", "vm");
            var effect = cluster.effects.begin(
                    Kind.CLONE, request.target(), name, "of " + request.source() + (full ? " full" : " linked"));
            var vm = reserve(request.target());
            var created = new ArrayList<String>();
            boolean keep = false;
            try {
                var conf = copy(request, source, full, created, log, call);
                conf.put("name", name);
                if (request.description() != null) {
                    conf.put("description", request.description());
                }
                cluster.locked(() -> {
                    vm.conf.clear();
                    vm.conf.putAll(conf);
                });
                keep = true;
                cluster.effects.end(effect);
            } catch (Crash crash) {
                keep = true;
                throw new PveError("unexpected status");
            } finally {
                if (!keep) {
                    created.forEach(cluster.volumes::drop);
                    cluster.locked(() -> cluster.vms.remove(request.target()));
                }
            }
        }
    }

    private Vm reserve(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            var existing = cluster.vms.get(vmid);
            var node = cluster.local().name();
            if (existing != null && existing.node.equals(node)) {
                throw new PveError(PveError.ENOENT, "unable to create VM " + vmid + ": config file already exists");
            }
            if (existing != null) {
                throw new PveError("close (rename) atomic file '/etc/pve/nodes/" + node + "/qemu-server/" + vmid
                        + ".conf' failed: File exists");
            }
            var vm = new Vm(vmid, node, Map.of("description", " qmclone temporary file", "lock", "clone"));
            vm.createdMillis = cluster.clock.millis();
            cluster.vms.put(vmid, vm);
            return vm;
        } finally {
            cluster.lock.unlock();
        }
    }

    /** Stands for a kill -9 of the worker: nothing is cleaned up. */
    private static final class Crash extends RuntimeException {}

    private TreeMap<String, String> copy(
            Request request,
            Map<String, String> source,
            boolean full,
            List<String> created,
            Output log,
            Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        var conf = new TreeMap<>(source);
        conf.keySet().removeAll(List.of("template", "lock", "parent"));
        conf.keySet().removeIf(key -> key.matches("unused[0-9]+"));
        for (var key : source.keySet()) {
            var drive = Properties.stored(source.getOrDefault(key, ""));
            if (Properties.DRIVE.matcher(key).matches() && !drive.isCdrom() && drive.hasVolume()) {
                boolean linked = !full && !key.equals("tpmstate0");
                conf.put(
                        key,
                        linked
                                ? link(request, key, drive, created, log)
                                : copy(request, key, drive, created, log, call));
            } else if (key.matches("net[0-9]+")) {
                conf.put(key, drive.first().replaceAll("=.*", "=" + cluster.newMac()) + tail(drive));
            }
        }
        conf.computeIfPresent("smbios1", (key, old) -> old.replaceAll("uuid=[^,]*", "uuid=" + cluster.newUuid()));
        conf.computeIfPresent("vmgenid", (key, old) -> cluster.newUuid());
        return conf;
    }

    private static String tail(Properties drive) {
        return drive.text().substring(drive.first().length());
    }

    private String link(Request request, String key, Properties drive, List<String> created, Output log)
            throws PveError, PipeClosed, InterruptedException {
        var volid = drive.first();
        var storage = volid.substring(0, volid.indexOf(':'));
        var base = volid.substring(volid.indexOf(':') + 1);
        long size = size(drive);
        log.line("create linked clone of drive " + key + " (" + volid + ")");
        var name = cluster.volumes.allocate(storage, request.target(), "qcow2", size);
        var clone = storage + ":" + base + "/" + request.target() + "/" + name;
        created.add(clone);
        var format = volid.endsWith(".raw") ? "raw" : "qcow2";
        log.line("clone " + base + ": images, " + name + ", " + request.target() + " to " + name + " (base=../" + base
                + ")");
        log.line("Formatting '" + cluster.volumes.path(clone) + "', fmt=qcow2 cluster_size=131072 extended_l2=on "
                + "preallocation=" + (format.equals("raw") ? "off" : "metadata") + " compression_type=zlib size="
                + size + " backing_file=../" + base + " backing_fmt=" + format
                + " lazy_refcounts=off refcount_bits=16");
        cluster.pause(cluster.timing.fullClone().dividedBy(10));
        return new Properties(clone, drive.rest()).text();
    }

    private String copy(
            Request request, String key, Properties drive, List<String> created, Output log, Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        var volid = drive.first();
        var storage = request.storage() != null ? request.storage() : volid.substring(0, volid.indexOf(':'));
        var own = volid.endsWith(".qcow2") ? "qcow2" : "raw";
        var format = request.format() != null && !key.equals("tpmstate0") ? request.format() : own;
        long size = size(drive);
        log.line("create full clone of drive " + key + " (" + volid + ")");
        var name = cluster.volumes.allocate(storage, request.target(), format, size);
        var clone = storage + ":" + request.target() + "/" + name;
        created.add(clone);
        log.line("Formatting '" + cluster.volumes.path(clone) + "', fmt=" + format
                + (format.equals("raw")
                        ? " size=" + size + " preallocation=off"
                        : " cluster_size=65536 extended_l2=off preallocation=metadata compression_type=zlib size="
                                + size + " lazy_refcounts=off refcount_bits=16"));
        log.line("allocated target volume '" + clone + "'");
        if (size >= PROGRESS_FROM) {
            progress(size, format, log, call);
        }
        return new Properties(clone, drive.rest()).text();
    }

    private void progress(long size, String format, Output log, Invocation call)
            throws PipeClosed, InterruptedException {
        int steps = size < 64 * PROGRESS_FROM ? 1 : Math.max(1, cluster.timing.cloneSteps());
        boolean big = steps > 1;
        var pause = big ? cluster.timing.fullClone().dividedBy(steps) : Duration.ZERO;
        for (int step = 0; step <= steps; step++) {
            transferred(size * step / steps, size, log);
            if (call.crash() && big && step > 0) {
                throw new Crash();
            }
            cluster.pause(step < steps ? pause : Duration.ZERO);
        }
        if (format.equals("raw")) {
            transferred(size, size, log);
        }
    }

    private static void transferred(long done, long size, Output log) throws PipeClosed {
        log.line("transferred " + human(done) + " of " + human(size) + " ("
                + String.format(Locale.ROOT, "%.2f", done * 100.0 / size) + "%)");
    }

    private static String human(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit < 4) {
            amount /= 1024;
            unit++;
        }
        return String.format(
                Locale.ROOT,
                "%.1f %s",
                amount,
                List.of("B", "KiB", "MiB", "GiB", "TiB").get(unit));
    }

    private long size(Properties drive) {
        var stated = drive.rest().get("size");
        return stated == null ? 0 : Properties.bytes(stated);
    }
}
