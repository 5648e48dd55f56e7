package io.slipway.server.lab.rest;

import io.slipway.server.lab.cli.PveApi;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which rights and which parameters each method of the API asks for. Texts as recorded. */
final class RestRules {
    private static final String CONFIG =
            "VM.Config.Disk|VM.Config.CDROM|VM.Config.CPU|VM.Config.Memory|VM.Config.Network|VM.Config.HWType|VM.Config.Options|VM.Config.Cloudinit";
    private static final Pattern DRIVE =
            Pattern.compile("(ide|sata|scsi|virtio)[0-9]+|unused[0-9]+|efidisk0|tpmstate0");
    private static final Set<String> MODIFIERS =
            Set.of("delete", "revert", "digest", "skiplock", "force", "background_delay");
    private static final Set<String> CPU = Set.of("cores", "sockets", "cpu", "vcpus", "cpulimit", "cpuunits", "numa");
    private static final Set<String> MEMORY = Set.of("memory", "balloon", "shares", "hugepages");
    private static final Set<String> HARDWARE =
            Set.of("acpi", "hotplug", "kvm", "machine", "scsihw", "smbios1", "tablet", "vga", "watchdog", "vmgenid");

    private static final Map<String, Set<String>> PARAMETERS = Map.ofEntries(
            Map.entry(
                    "POST clone",
                    Set.of(
                            "newid",
                            "name",
                            "full",
                            "storage",
                            "format",
                            "target",
                            "pool",
                            "description",
                            "bwlimit",
                            "snapname")),
            Map.entry("POST status/start", Set.of("skiplock", "timeout", "machine", "stateuri", "force-cpu")),
            Map.entry("POST status/stop", Set.of("skiplock", "timeout", "keepActive", "overrule-shutdown")),
            Map.entry("POST status/shutdown", Set.of("skiplock", "timeout", "forceStop", "keepActive")),
            Map.entry("PUT resize", Set.of("disk", "size", "digest", "skiplock")),
            Map.entry("PUT sendkey", Set.of("key", "skiplock")),
            Map.entry("POST agent/exec", Set.of("command", "input-data")),
            Map.entry("POST agent/ping", Set.of()),
            Map.entry("DELETE ", Set.of("purge", "destroy-unreferenced-disks", "skiplock")));

    private RestRules() {}

    /** Rights for a method on a machine, as alternatives. */
    static List<String> machine(String method, String rest) {
        return switch (method + " " + rest) {
            case "POST clone" -> List.of("VM.Clone");
            case "PUT config", "POST config" -> List.of(CONFIG.split("\\|"));
            case "PUT resize" -> List.of("VM.Config.Disk");
            case "PUT sendkey" -> List.of("VM.Console");
            case "DELETE " -> List.of("VM.Allocate");
            case "POST agent/exec", "GET agent/exec-status" -> List.of("VM.GuestAgent.Unrestricted");
            default -> {
                if (rest.startsWith("agent/")) {
                    yield List.of("VM.GuestAgent.Audit", "VM.GuestAgent.Unrestricted");
                }
                yield List.of(method.equals("GET") ? "VM.Audit" : "VM.PowerMgmt");
            }
        };
    }

    /** The right for one setting, which the method asks for after the general one. */
    static String setting(String key, String value) {
        if (DRIVE.matcher(key).matches()) {
            return value.isEmpty() || value.contains("media=cdrom") ? "VM.Config.CDROM" : "VM.Config.Disk";
        }
        if (key.equals("boot") || key.equals("bootdisk")) {
            return "VM.Config.Disk";
        }
        if (key.matches("net[0-9]+")) {
            return "VM.Config.Network";
        }
        if (CPU.contains(key)) {
            return "VM.Config.CPU";
        }
        if (MEMORY.contains(key)) {
            return "VM.Config.Memory";
        }
        return HARDWARE.contains(key) ? "VM.Config.HWType" : "VM.Config.Options";
    }

    static boolean isModifier(String key) {
        return MODIFIERS.contains(key);
    }

    /** The first parameter that the method does not know refuses the call. */
    static void checkParameters(String method, String rest, Map<String, String> parameters, boolean root)
            throws RestError {
        boolean config = rest.equals("config") && !method.equals("GET");
        var known = PARAMETERS.get(method + " " + rest);
        for (var name : parameters.keySet()) {
            boolean fine =
                    config ? PveApi.isSetting(name) || MODIFIERS.contains(name) : known == null || known.contains(name);
            if (!fine) {
                throw RestError.undefined(name);
            }
            if (name.equals("skiplock") && !root) {
                throw RestError.parameter(name, "Only root may use this option.");
            }
        }
    }
}
