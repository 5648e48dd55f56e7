package io.slipway.server.hypervisor.pve;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.hypervisor.MediaRef;
import io.slipway.server.hypervisor.RunMarker;
import io.slipway.server.hypervisor.VmSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What differs between a VM's configuration and the wanted settings.
 *
 * @param values settings to write, by key
 * @param deletes settings to remove
 * @param slot where the config ISO goes, when it is not in a drive yet
 */
record SettingsChange(Map<String, String> values, List<String> deletes, Optional<String> slot) {
    private static final Pattern BRIDGE = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]{0,31}");
    private static final Pattern MAC = Pattern.compile("[0-9A-F][02468ACE](:[0-9A-F]{2}){5}");
    private static final int LEAST_MIB = 16;

    SettingsChange {
        values = Map.copyOf(values);
        deletes = List.copyOf(deletes);
    }

    static SettingsChange of(VmConfig config, VmSettings settings, Supplier<String> freeSlot) {
        var values = new TreeMap<String, String>();
        var deletes = new ArrayList<String>();
        settings.cores().ifPresent(cores -> cores(config, cores, values, deletes));
        settings.memoryMiB().ifPresent(memory -> memory(config, memory, values));
        network(config, settings, values);
        identity(config, settings, values);
        tags(config, values);
        var slot = settings.media().flatMap(media -> disc(config, media, freeSlot, values));
        return new SettingsChange(values, deletes, slot);
    }

    /** Keeps the template's sockets where the number can be divided by them. */
    private static void cores(VmConfig config, int wanted, Map<String, String> values, List<String> deletes) {
        if (wanted < 1) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A VM has at least one core.")
                    .exception();
        }
        int sockets = wanted % config.sockets() == 0 ? config.sockets() : 1;
        if (sockets != config.sockets()) {
            values.put("sockets", Integer.toString(sockets));
        }
        if (config.cores() != wanted / sockets || sockets != config.sockets()) {
            values.put("cores", Integer.toString(wanted / sockets));
        }
        // A template's number of plugged processors would silently win over the wanted one.
        if (config.get("vcpus").isPresent()) {
            deletes.add("vcpus");
        }
    }

    private static void memory(VmConfig config, int wanted, Map<String, String> values) {
        if (wanted < LEAST_MIB) {
            throw Problem.of(ProblemCode.RESOURCE_LIMIT, "A VM has at least " + LEAST_MIB + " MiB of memory.")
                    .exception();
        }
        if (config.memoryMiB() != wanted) {
            values.put("memory", Integer.toString(wanted));
        }
        // The host refuses a balloon target above the memory.
        if (Lenient.number(config.get("balloon").orElse("0"), 0) > wanted) {
            values.put("balloon", Integer.toString(wanted));
        }
    }

    private static void network(VmConfig config, VmSettings settings, Map<String, String> values) {
        var mac = settings.mac().toUpperCase(Locale.ROOT);
        boolean named =
                settings.bridge().map(name -> BRIDGE.matcher(name).matches()).orElse(true);
        int tag = settings.vlan().orElse(0);
        if (!MAC.matcher(mac).matches() || !named || tag < 0 || tag > 4094) {
            throw Problem.of(
                            ProblemCode.BAD_REQUEST,
                            "A network card needs a unicast MAC address, a bridge name and a VLAN from 0 to 4094.")
                    .exception();
        }
        var card = config.net0()
                .orElseGet(() -> new NetCard("virtio", "", Map.of()))
                .with(mac, settings.bridge(), settings.vlan());
        if (card.bridge().isEmpty()) {
            throw Problem.of(ProblemCode.UNPROCESSABLE, "The template's network card has no bridge; name one.")
                    .exception();
        }
        if (config.net0().filter(card::sameAs).isEmpty()) {
            values.put("net0", card.toString());
        }
    }

    private static void identity(VmConfig config, VmSettings settings, Map<String, String> values) {
        var wanted = settings.smbiosUuid().toLowerCase(Locale.ROOT);
        if (config.smbiosUuid().filter(wanted::equals).isEmpty()) {
            values.put(
                    "smbios1",
                    PropertyString.parse(config.get("smbios1").orElse(""))
                            .with("uuid", wanted)
                            .toString());
        }
    }

    private static void tags(VmConfig config, Map<String, String> values) {
        var tags = new TreeSet<String>();
        for (var tag : config.get("tags").orElse("").split("[;, ]+")) {
            if (!tag.isEmpty()) {
                tags.add(tag);
            }
        }
        if (tags.add(RunMarker.TAG)) {
            values.put("tags", String.join(";", tags));
        }
    }

    private static Optional<String> disc(
            VmConfig config, MediaRef media, Supplier<String> freeSlot, Map<String, String> values) {
        if (config.media().containsValue(media.volume())) {
            return Optional.empty();
        }
        var slot = freeSlot.get();
        values.put(slot, media.volume() + ",media=cdrom");
        // Without it the host appends the new drive to the boot order (since qemu-server 7.0-11).
        config.get("boot").ifPresent(order -> values.put("boot", order));
        return Optional.of(slot);
    }

    boolean isEmpty() {
        return values.isEmpty() && deletes.isEmpty();
    }

    /** The host checks processors and bridges only at start, long after the order could have been refused. */
    void requireWithin(Supplier<PveReads.Capacity> capacity, Supplier<List<String>> bridges) {
        if (values.containsKey("cores") || values.containsKey("memory")) {
            var limit = capacity.get();
            long cores = Lenient.number(values.getOrDefault("cores", "0"), 0)
                    * Lenient.number(values.getOrDefault("sockets", "1"), 1);
            long memory = Lenient.number(values.getOrDefault("memory", "0"), 0) << 20;
            if (limit.cpus() > 0 && cores > limit.cpus() || limit.memoryBytes() > 0 && memory > limit.memoryBytes()) {
                throw Problem.of(
                                ProblemCode.RESOURCE_LIMIT,
                                "The host has " + limit.cpus() + " processors and " + (limit.memoryBytes() >> 20)
                                        + " MiB of memory; the VM asks for more.")
                        .exception();
            }
        }
        var bridge = Optional.ofNullable(values.get("net0"))
                .flatMap(net -> NetCard.parse(net).bridge());
        if (bridge.isPresent()) {
            var known = bridges.get();
            if (!known.isEmpty() && !known.contains(bridge.get())) {
                throw Problem.of(
                                ProblemCode.UNPROCESSABLE,
                                "The host has no bridge " + bridge.get() + "; it has " + String.join(", ", known) + ".")
                        .exception();
            }
        }
    }
}
