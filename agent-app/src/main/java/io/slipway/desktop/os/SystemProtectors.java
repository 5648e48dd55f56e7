package io.slipway.desktop.os;

import io.slipway.desktop.os.linux.SecretToolProtector;
import io.slipway.desktop.os.windows.DpapiProtector;
import io.slipway.server.vault.key.KeyProtector;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What each operating system offers to keep the vault key. */
public final class SystemProtectors {
    private SystemProtectors() {}

    /**
     * The protectors of a system, the preferred one first; whether they work is asked of them.
     *
     * @param system name of the operating system, as Java gives it
     * @param environment variables of this process
     */
    public static List<KeyProtector> of(String system, Map<String, String> environment) {
        var name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            return List.of(new DpapiProtector());
        }
        return name.startsWith("linux") ? List.of(new SecretToolProtector(environment, new SecureRandom())) : List.of();
    }
}
