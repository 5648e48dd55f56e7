package io.slipway.server.web.ui.settings;

import io.slipway.server.web.LanControl;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where VMs reach us.
 *
 * @param mine addresses of this machine
 * @param urls where VMs reach us at this moment
 */
record NetworkView(LanControl.Choice choice, LanControl.Rotation rotation, List<String> mine, List<URI> urls) {
    private static final int USUAL_PORT = 8443;

    static NetworkView read(LanControl lan) {
        return new NetworkView(
                lan.choice(),
                lan.rotation(),
                lan.mine().stream()
                        .map(InetAddress::getHostAddress)
                        .map(address -> address.replaceAll("%.*", ""))
                        .toList(),
                lan.endpoints().urls());
    }

    boolean on() {
        return choice.auto() || !choice.addresses().isEmpty();
    }

    /** The chosen one; where the choice was left to the system, the one that is listened on. */
    int port() {
        if (choice.port() != 0) {
            return choice.port();
        }
        return urls.isEmpty() ? USUAL_PORT : urls.getFirst().getPort();
    }

    /** One to a line, as the field takes them. */
    String addresses() {
        return choice.addresses().stream().map(InetAddress::getHostAddress).collect(Collectors.joining("\n"));
    }

    String publicUrl() {
        return choice.publicUrl().map(URI::toString).orElse("");
    }
}
