package io.slipway.server.answer;

import io.slipway.server.profile.ProfileWarning;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The files of one config disc, in the order in which they are written.
 *
 * @param files name to bytes; they hold secrets, so never log or store them outside the disc
 * @param choices what was decided for the VM
 * @param warnings settings that will not have the expected effect
 */
public record ConfigFiles(Map<String, byte[]> files, Choices choices, List<ProfileWarning> warnings) {

    public ConfigFiles {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
        warnings = List.copyOf(warnings);
    }

    /**
     * The bytes of one file.
     *
     * @throws IllegalArgumentException when the disc has no such file
     */
    public byte[] file(String name) {
        var bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("no file " + name + " on this disc");
        }
        return bytes;
    }

    @Override
    public String toString() {
        return "ConfigFiles" + files.keySet();
    }
}
