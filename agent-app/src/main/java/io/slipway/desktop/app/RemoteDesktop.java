package io.slipway.desktop.app;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a VM's screen with what the system has for that. */
final class RemoteDesktop {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteDesktop.class);
    /** The address came from a VM: nothing but digits, dots and what IPv6 has goes to a program. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]{2,45}");

    private RemoteDesktop() {}

    /** False where the system has nothing for it. */
    static boolean open(String address) {
        if (!ADDRESS.matcher(address).matches()
                || !System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows")) {
            return false;
        }
        try {
            var target = address.contains(":") ? "[" + address + "]" : address;
            new ProcessBuilder(List.of("mstsc", "/v:" + target)).start();
            return true;
        } catch (IOException e) {
            LOG.warn("the remote desktop did not start", e);
            return false;
        }
    }
}
