package io.slipway.server.lab.powershell;

import java.util.Map;
import java.util.TreeMap;

/**
 * A read-only disc in a drive of the guest.
 *
 * @param letter such as {@code D}
 * @param label the volume label
 * @param files contents by path without the drive, with backslashes, such as {@code START.ps1}
 */
public record GuestDrive(char letter, String label, Map<String, byte[]> files) {
    public GuestDrive {
        var copy = new TreeMap<String, byte[]>(String.CASE_INSENSITIVE_ORDER);
        copy.putAll(files);
        files = copy;
    }
}
