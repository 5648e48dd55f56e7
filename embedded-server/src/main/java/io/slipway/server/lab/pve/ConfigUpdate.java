package io.slipway.server.lab.pve;

import io.slipway.server.lab.pve.Effect.Kind;
import io.slipway.server.lab.sh.Output;
import io.slipway.server.lab.sh.PipeClosed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** qm set: checks, normalises and stores settings, at once or as pending. */
public final class ConfigUpdate {
    /** Settings that take effect at once on a running machine. */
    private static final Set<String> FAST =
            Set.of("name", "description", "tags", "onboot", "protection", "lock", "hookscript", "shares", "startup");

    private static final Set<String> MODIFIERS = Set.of("digest", "skiplock", "background_delay", "force");

    private final Cluster cluster;

    public ConfigUpdate(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Runs one update in the caller's thread; the texts go to the invocation. */
    public void run(int vmid, Map<String, String> options, Invocation call)
            throws PveError, PipeClosed, InterruptedException {
        var sets = new TreeMap<>(options);
        sets.keySet().removeAll(MODIFIERS);
        checkExists(vmid);
        if (sets.isEmpty()) {
            throw new PveError("no options specified");
        }
        var deletes = names(sets.remove("delete"));
        var reverts = names(sets.remove("revert"));
        new Settings(cluster).check(sets, deletes);
        try (var held = cluster.flocks.acquire(vmid, cluster.timing.lockWait(), call.err())) {
            checkState(vmid, options);
            call.out().write(echo(vmid, options).getBytes(charset(echo(vmid, options))));
            new Settings(cluster).checkVolumes(sets);
            var kind = ejects(vmid, sets) ? Kind.EJECT : Kind.SET;
            var effect = cluster.effects.begin(kind, vmid, nameOf(vmid), String.join(" ", keys(options)));
            cluster.lock.lock();
            try {
                var vm = cluster.vm(vmid);
                reverts.forEach(key -> {
                    vm.pending.remove(key);
                    vm.pendingDelete.remove(key);
                });
                for (var key : deletes) {
                    delete(vm, key, call.err());
                }
                for (var set : new Settings(cluster).normalised(sets, vm.conf).entrySet()) {
                    store(vm, set.getKey(), set.getValue(), options.containsKey("boot"));
                }
                checkBoot(vm, options.get("boot"));
            } finally {
                cluster.lock.unlock();
            }
            cluster.effects.end(effect);
        }
    }

    private static List<String> keys(Map<String, String> options) {
        return new TreeMap<>(options).keySet().stream().toList();
    }

    private static List<String> names(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split("[,; ]+")).filter(n -> !n.isEmpty()).toList();
    }

    /** Perl prints text below U+0100 as single bytes; the transcripts show it. */
    private static java.nio.charset.Charset charset(String text) {
        return text.chars().allMatch(c -> c < 256) ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    private static String echo(int vmid, Map<String, String> options) {
        var text = new StringBuilder("update VM " + vmid + ":");
        new TreeMap<>(options).forEach((key, value) -> {
            if (!MODIFIERS.contains(key)) {
                text.append(" -").append(key).append(' ').append(value);
            }
        });
        return text.append('\n').toString();
    }

    private void checkExists(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            cluster.vm(vmid);
        } finally {
            cluster.lock.unlock();
        }
    }

    private String nameOf(int vmid) throws PveError {
        cluster.lock.lock();
        try {
            return cluster.vm(vmid).name();
        } finally {
            cluster.lock.unlock();
        }
    }

    private void checkState(int vmid, Map<String, String> options) throws PveError {
        cluster.lock.lock();
        try {
            var vm = cluster.vm(vmid);
            if (!"1".equals(options.get("skiplock"))) {
                Cluster.checkLock(vm);
            }
            var digest = options.get("digest");
            if (digest != null && !digest.equals(vm.digest())) {
                throw new PveError("checksum mismatch (file change by other user?)");
            }
        } finally {
            cluster.lock.unlock();
        }
    }

    private boolean ejects(int vmid, Map<String, String> sets) throws PveError {
        cluster.lock.lock();
        try {
            var conf = cluster.vm(vmid).conf;
            return sets.entrySet().stream().anyMatch(set -> {
                var old = conf.get(set.getKey());
                return set.getValue().startsWith("none")
                        && old != null
                        && Properties.stored(old).hasVolume();
            });
        } finally {
            cluster.lock.unlock();
        }
    }

    private static void delete(Vm vm, String key, Output err) throws PipeClosed {
        boolean waiting = vm.pending.remove(key) != null;
        var old = vm.conf.get(key);
        if (old == null) {
            if (!waiting) {
                err.line("cannot delete '" + key + "' - not set in current configuration!");
            }
            return;
        }
        boolean now = !vm.isRunning() || FAST.contains(key) || isHotplug(key, old);
        if (now) {
            vm.conf.remove(key);
        } else {
            vm.pendingDelete.add(key);
        }
        removeFromBoot(vm, key, now);
    }

    private static boolean isHotplug(String key, String value) {
        return key.matches("net[0-9]+")
                || key.matches("scsi[0-9]+") && Properties.stored(value).isCdrom();
    }

    /** A removed device leaves the boot order; an emptied order stays as one blank. */
    private static void removeFromBoot(Vm vm, String key, boolean now) {
        var current = vm.conf.get("boot");
        var waiting = vm.pending.get("boot");
        var order = waiting != null ? waiting : current;
        if (order == null || !devices(order).contains(key)) {
            return;
        }
        var left = new ArrayList<>(devices(order));
        left.remove(key);
        var changed = left.isEmpty() ? " " : "order=" + String.join(";", left);
        if (!vm.isRunning()) {
            vm.conf.put("boot", changed);
        } else if (changed.equals(current)) {
            vm.pending.remove("boot");
        } else {
            vm.pending.put("boot", changed);
        }
    }

    static List<String> devices(String order) {
        return order.startsWith("order=")
                ? Arrays.stream(order.substring(6).split("[;,]"))
                        .filter(d -> !d.isEmpty())
                        .toList()
                : List.of();
    }

    private static void store(Vm vm, String key, String value, boolean bootGiven) {
        vm.pendingDelete.remove(key);
        var old = vm.conf.get(key);
        boolean drive = Properties.DRIVE.matcher(key).matches();
        boolean medium = drive
                && old != null
                && Properties.stored(old).isCdrom()
                && Properties.stored(value).isCdrom();
        boolean now = !vm.isRunning() || FAST.contains(key) || medium || isHotplug(key, value);
        if (!now) {
            if (value.equals(old)) {
                vm.pending.remove(key);
            } else {
                vm.pending.put(key, value);
            }
            return;
        }
        vm.pending.remove(key);
        vm.conf.put(key, value);
        if (drive && !bootGiven && Properties.stored(value).isCdrom()) {
            // Not only a new CD drive: whoever changes the medium of one that is not in the boot order puts it there.
            appendToBoot(vm, key);
        }
    }

    private static void appendToBoot(Vm vm, String key) {
        var current = vm.conf.get("boot");
        var order = vm.pending.getOrDefault("boot", current == null ? "" : current);
        if (!order.startsWith("order=") || devices(order).contains(key)) {
            return;
        }
        var longer = order + ";" + key;
        if (vm.isRunning()) {
            vm.pending.put("boot", longer);
        } else {
            vm.conf.put("boot", longer);
        }
    }

    private static void checkBoot(Vm vm, @Nullable String order) throws PveError {
        if (order == null) {
            return;
        }
        for (var device : devices(order)) {
            if (!vm.conf.containsKey(device) && !vm.pending.containsKey(device)) {
                throw new PveError("invalid bootorder: device '" + device + "' does not exist'");
            }
        }
    }

    /** Makes pending settings current, as a cold start does. Call with the cluster's lock held. */
    static void applyPending(Vm vm) {
        for (var key : List.copyOf(vm.pendingDelete)) {
            vm.conf.remove(key);
        }
        vm.pendingDelete.clear();
        for (var entry : new TreeMap<>(vm.pending).entrySet()) {
            boolean added = vm.conf.put(entry.getKey(), entry.getValue()) == null;
            vm.pending.remove(entry.getKey());
            if (added && Properties.DRIVE.matcher(entry.getKey()).matches()) {
                appendToBoot(vm, entry.getKey());
            }
        }
    }
}
