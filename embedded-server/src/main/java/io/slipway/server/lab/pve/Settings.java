package io.slipway.server.lab.pve;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What may stand in a machine's configuration, and the form in which it is stored. */
public final class Settings {
    private static final String LABEL = "[a-zA-Z0-9]([a-zA-Z0-9\\-]*[a-zA-Z0-9])?";
    private static final Pattern DNS_NAME = Pattern.compile("(" + LABEL + "\\.)*" + LABEL);
    private static final Pattern TAG = Pattern.compile("[a-z0-9_][a-z0-9_\\-+.]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern MAC = Pattern.compile("[0-9A-Fa-f][02468ACEace](:[0-9A-Fa-f]{2}){5}");
    private static final String MODELS =
            "e1000|e1000e|i82551|i82557b|i82559er|ne2k_isa|ne2k_pci|pcnet|rtl8139|virtio|vmxnet3";

    /** The options of qm set, beside the numbered devices. */
    private static final Pattern KNOWN = Pattern.compile("acpi|affinity|agent|arch|args|autostart|balloon|bios|boot|"
            + "bootdisk|cdrom|cicustom|cipassword|citype|ciupgrade|ciuser|cores|cpu|cpulimit|cpuunits|description|"
            + "freeze|hookscript|hotplug|hugepages|keyboard|kvm|localtime|lock|machine|memory|name|nameserver|numa|"
            + "onboot|ostype|protection|reboot|rng0|scsihw|searchdomain|shares|smbios1|smp|sockets|sshkeys|startdate|"
            + "startup|tablet|tags|tdf|template|vcpus|vga|vmgenid|vmstatestorage|watchdog|audio0|"
            + "net([0-9]|[12][0-9]|3[01])|serial[0-3]|parallel[0-2]|usb[0-9]|hostpci[0-9]|ipconfig[0-9]|unused[0-9]+|"
            + Properties.DRIVE.pattern());

    private final Cluster cluster;

    Settings(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Whether a machine's configuration can hold such a key. */
    public static boolean isKnown(String key) {
        return KNOWN.matcher(key).matches();
    }

    /** @throws PveError.Parameter when the text is no DNS name */
    public static void checkName(String option, String name) throws PveError {
        if (!DNS_NAME.matcher(name).matches()) {
            throw PveError.Parameter.format(option, "value does not look like a valid DNS name");
        }
    }

    /** The complaint about each setting that has the wrong form, as the API collects them. */
    public static List<PveError.Parameter> complaints(Cluster cluster, Map<String, String> sets) throws PveError {
        var all = new ArrayList<PveError.Parameter>();
        for (var set : new TreeMap<>(sets).entrySet()) {
            if (isKnown(set.getKey())) {
                try {
                    new Settings(cluster).check(set.getKey(), set.getValue());
                } catch (PveError.Parameter e) {
                    all.add(e);
                }
            }
        }
        return all;
    }

    void check(Map<String, String> sets, List<String> deletes) throws PveError {
        for (var key : deletes) {
            if (!isKnown(key)) {
                throw new PveError.Parameter("delete", "unknown option '" + key + "'");
            }
            if (sets.containsKey(key)) {
                throw new PveError.Parameter(
                        "delete", "you can't use '-" + key + "' and -delete " + key + "' at the same time");
            }
        }
        for (var set : sets.entrySet()) {
            check(set.getKey(), set.getValue());
        }
    }

    private void check(String key, String value) throws PveError {
        if (Properties.DRIVE.matcher(key).matches()) {
            checkDrive(key, value);
        } else if (key.matches("net[0-9]+")) {
            checkNet(key, value);
        } else {
            switch (key) {
                case "name" -> checkName(key, value);
                case "cores", "sockets" -> checkInteger(key, value, 1);
                case "balloon" -> checkInteger(key, value, 0);
                case "memory" -> checkMemory(value);
                case "tags" -> checkTags(value);
                case "boot" -> {
                    if (!value.matches("(order=)[a-z0-9;]*|[acdn]{1,4}|\\s*")) {
                        throw PveError.Parameter.format(
                                key, "format error\nboot.legacy: value does not match the regex pattern");
                    }
                }
                default -> {
                    if (value.indexOf('\n') >= 0 && !key.equals("description")) {
                        throw new PveError.Parameter(key, "value must not contain new lines");
                    }
                }
            }
        }
    }

    private static void checkInteger(String key, String value, int minimum) throws PveError {
        if (!value.matches("-?[0-9]{1,9}")) {
            throw new PveError.Parameter(key, "type check ('integer') failed - got '" + value + "'");
        }
        if (Integer.parseInt(value) < minimum) {
            throw new PveError.Parameter(key, "value must have a minimum value of " + minimum);
        }
    }

    private static void checkMemory(String value) throws PveError {
        var number = value.replaceFirst("^current=", "");
        if (!number.matches("[0-9]{1,9}")) {
            throw PveError.Parameter.format(
                    "memory", "format error\nmemory.current: type check ('integer') failed - got '" + number + "'");
        }
        if (Integer.parseInt(number) < 16) {
            throw PveError.Parameter.format(
                    "memory", "format error\nmemory.current: value must have a minimum value of 16");
        }
    }

    private static void checkTags(String value) throws PveError {
        for (var tag : value.split("[;, ]+")) {
            if (!tag.isEmpty() && !TAG.matcher(tag).matches()) {
                throw PveError.Parameter.format("tags", "invalid characters in tag");
            }
        }
    }

    private void checkDrive(String key, String value) throws PveError {
        var drive = Properties.parse(key, value, "file");
        if (key.startsWith("virtio") && drive.isCdrom()) {
            throw new PveError.Parameter(PveError.ENOENT, key, "unable to parse drive options");
        }
        if (drive.first().startsWith("/")) {
            throw new PveError.Parameter(
                    PveError.ENOENT, key, "unable to associate path '" + drive.first() + "' to any storage");
        }
        if (drive.first().matches("[^:]+:iso/.*") && !drive.isCdrom()) {
            throw new PveError.Parameter(PveError.ENOENT, key, "explicit 'media=cdrom' is required for iso images");
        }
        if (drive.hasVolume()) {
            try {
                cluster.volumes.storage(drive.first().substring(0, drive.first().indexOf(':')));
            } catch (PveError e) {
                throw new PveError(PveError.ENOENT, e.text());
            }
        }
    }

    private static void checkNet(String key, String value) throws PveError {
        var net = net(key, value);
        var mac = net.first().substring(net.first().indexOf('=') + 1);
        if (net.first().contains("=") && !MAC.matcher(mac).matches()) {
            throw PveError.Parameter.format(
                    key,
                    "format error\n" + key + ".macaddr: invalid format - value does not look like a valid "
                            + "unicast MAC address\n");
        }
        var tag = net.rest().get("tag");
        if (tag != null && (!tag.matches("[0-9]{1,5}") || Integer.parseInt(tag) < 1 || Integer.parseInt(tag) > 4094)) {
            throw PveError.Parameter.format(
                    key, "format error\n" + key + ".tag: value must have a maximum value of 4094");
        }
    }

    /** Brings both spellings of a network card into the stored one: {@code model=MAC} first. */
    private static Properties net(String key, String value) throws PveError {
        var rest = new TreeMap<String, String>();
        String model = "";
        String mac = "";
        for (var part : value.split(",", -1)) {
            var pair = part.split("=", 2);
            if (pair.length == 1 && !model.isEmpty()) {
                throw PveError.Parameter.format(key, "duplicate key in comma-separated list property: model");
            }
            if (pair[0].matches(MODELS)) {
                model = pair[0];
                mac = pair.length > 1 ? pair[1] : mac;
            } else if (pair[0].equals("model") && pair.length > 1) {
                model = pair[1];
            } else if (pair[0].equals("macaddr") && pair.length > 1) {
                mac = pair[1];
            } else if (pair.length > 1) {
                rest.put(pair[0], pair[1]);
            } else {
                throw PveError.Parameter.format(
                        key,
                        "format error\n" + key + "." + part + ": property is not defined in schema and the schema "
                                + "does not allow additional properties");
            }
        }
        if (model.isEmpty()) {
            throw PveError.Parameter.format(
                    key, "format error\n" + key + ".model: property is missing and it is not optional");
        }
        return new Properties(mac.isEmpty() ? model : model + "=" + mac.toUpperCase(Locale.ROOT), rest);
    }

    /** Looks at the volumes; qm set does so after it has announced the update. */
    void checkVolumes(Map<String, String> sets) throws PveError {
        for (var set : sets.entrySet()) {
            var drive = Properties.stored(set.getValue());
            if (Properties.DRIVE.matcher(set.getKey()).matches() && drive.hasVolume()) {
                cluster.volumes.sizeOf(drive.first());
            }
        }
    }

    /** The stored form of each value. */
    Map<String, String> normalised(Map<String, String> sets, Map<String, String> conf) throws PveError {
        var stored = new TreeMap<String, String>();
        for (var set : sets.entrySet()) {
            var key = set.getKey();
            var value = set.getValue();
            if (Properties.DRIVE.matcher(key).matches()) {
                stored.put(key, drive(key, value));
            } else if (key.matches("net[0-9]+")) {
                var net = net(key, value);
                var first = net.first().contains("=") ? net.first() : net.first() + "=" + cluster.newMac();
                stored.put(key, new Properties(first, net.rest()).text());
            } else if (key.equals("tags")) {
                stored.put(
                        key,
                        Arrays.stream(value.toLowerCase(Locale.ROOT).split("[;, ]+"))
                                .filter(tag -> !tag.isEmpty())
                                .distinct()
                                .sorted()
                                .collect(Collectors.joining(";")));
            } else if (key.equals("vmgenid") && value.equals("1")) {
                stored.put(key, cluster.newUuid());
            } else {
                stored.put(key, value);
            }
        }
        return stored;
    }

    private String drive(String key, String value) throws PveError {
        var drive = Properties.parse(key, value, "file");
        if (drive.first().equals("none") || drive.first().equals("cdrom")) {
            drive.rest().put("media", "cdrom");
        } else if (drive.hasVolume()) {
            drive.rest().put("size", Properties.size(cluster.volumes.sizeOf(drive.first())));
        }
        return drive.text();
    }
}
