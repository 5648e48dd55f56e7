package io.slipway.server.lab.pve;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A Proxmox property string such as {@code local:iso/x.iso,media=cdrom}: one value without key, then pairs.
 *
 * @param first the default property's value, without its key
 * @param rest the other properties, sorted as Proxmox prints them
 */
record Properties(String first, TreeMap<String, String> rest) {
    /** The configuration keys that hold a drive. */
    static final Pattern DRIVE =
            Pattern.compile("(ide[0-3]|sata[0-5]|scsi([0-9]|[12][0-9]|30)|virtio([0-9]|1[0-5])|efidisk0|tpmstate0)");

    /** @throws PveError.Parameter for a key given twice */
    static Properties parse(String option, String text, String defaultKey) throws PveError {
        var rest = new TreeMap<String, String>();
        String first = "";
        for (var part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            var key = equals < 0 ? defaultKey : part.substring(0, equals);
            var value = part.substring(equals + 1);
            if (key.equals(defaultKey) ? !first.isEmpty() : rest.put(key, value) != null) {
                throw PveError.Parameter.format(
                        option, "duplicate key in comma-separated list property: " + (equals < 0 ? "file" : key));
            }
            if (key.equals(defaultKey)) {
                first = value;
            }
        }
        return new Properties(first, rest);
    }

    /** Reads a value that was checked before it was stored. */
    static Properties stored(String text) {
        var rest = new TreeMap<String, String>();
        var parts = text.split(",", -1);
        for (int i = 1; i < parts.length; i++) {
            var pair = parts[i].split("=", 2);
            rest.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        return new Properties(parts[0].startsWith("file=") ? parts[0].substring(5) : parts[0], rest);
    }

    boolean isCdrom() {
        return "cdrom".equals(rest.get("media"));
    }

    /** Whether a volume is named, not {@code none} or the host's drive. */
    boolean hasVolume() {
        return first.contains(":");
    }

    String text() {
        var text = new StringBuilder(first);
        for (Map.Entry<String, String> property : rest.entrySet()) {
            text.append(',').append(property.getKey()).append('=').append(property.getValue());
        }
        return text.toString();
    }

    /** Bytes as Proxmox writes sizes: the largest unit that divides them. */
    static String size(long bytes) {
        if (bytes <= 0 || bytes % 1024 != 0) {
            return String.valueOf(bytes);
        }
        long amount = bytes;
        int unit = -1;
        while (amount % 1024 == 0 && unit < 3) {
            amount /= 1024;
            unit++;
        }
        return amount + String.valueOf("KMGT".charAt(unit));
    }

    /** The opposite of {@link #size}. */
    static long bytes(String size) {
        if (!size.matches("[0-9]{1,12}[KMGT]?")) {
            return 0;
        }
        int unit = "KMGT".indexOf(size.charAt(size.length() - 1));
        var digits = unit < 0 ? size : size.substring(0, size.length() - 1);
        return Long.parseLong(digits) << 10 * (unit + 1);
    }
}
