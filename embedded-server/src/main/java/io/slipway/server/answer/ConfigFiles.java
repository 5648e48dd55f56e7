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

    @Override
    public String toString() {
        return "ConfigFiles" + files.keySet();
    }
}
