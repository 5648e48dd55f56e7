package io.slipway.cli;

import io.slipway.server.boot.LanConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Where VMs reach us. Used by commands that may start a control plane. */
final class LanOptions {
    private static final String NONE = "none";
    private static final String AUTO = "auto";
    /** TEST-NET-1 (RFC 5737): never a real peer; connecting a datagram socket sends nothing, it only asks the routing table. */
    private static final String SOMEWHERE = "192.0.2.1";

    @Option(
            names = "--lan-address",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Addresses of this machine that VMs report to, auto (the default route's), or none."
                    + " Default: $$SLIPWAY_LAN_ADDRESS, else auto.")
    List<String> addresses = new ArrayList<>();

    @Option(
            names = "--lan-port",
            paramLabel = "PORT",
            description = "Port that VMs report to. Default: $$SLIPWAY_LAN_PORT, else 8443.")
    @Nullable
    Integer port;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "How VMs reach us when not by those addresses, such as https://gate.example:8443.")
    @Nullable
    String publicUrl;

    @Spec(Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The listener to open; empty for none. */
    Optional<LanConfig> config(Map<String, String> environment) {
        var wanted = addresses.isEmpty()
                ? List.of(environment.getOrDefault("SLIPWAY_LAN_ADDRESS", AUTO).split(","))
                : addresses;
        if (wanted.equals(List.of(NONE))) {
            return Optional.empty();
        }
        var found = new ArrayList<InetAddress>();
        for (var text : wanted) {
            if (text.equals(AUTO)) {
                ownAddress().ifPresent(found::add);
            } else {
                found.add(literal(text));
            }
        }
        return found.isEmpty() ? Optional.empty() : Optional.of(new LanConfig(found, port(environment), url(), false));
    }

    private int port(Map<String, String> environment) {
        var text = port == null ? environment.get("SLIPWAY_LAN_PORT") : port.toString();
        if (text == null) {
            return LanConfig.USUAL_PORT;
        }
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            throw wrong("The LAN port must be 1 to 65535, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private Optional<URI> url() {
        if (publicUrl == null) {
            return Optional.empty();
        }
        try {
            var url = new URI(publicUrl);
            if ("https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawPath().isEmpty()) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Said below, as for every other text that is no such address.
        }
        throw wrong("The public URL must look like https://gate.example:8443, not '" + publicUrl + "'");
    }

    /** A numeric address only: names could be answered by anybody. */
    private InetAddress literal(String text) {
        if (text.matches("[0-9.]+") || text.contains(":")) {
            try {
                return InetAddress.getByName(text);
            } catch (UnknownHostException e) {
                // Said below.
            }
        }
        throw wrong("'" + text + "' is no IP address of this machine");
    }

    private static Optional<InetAddress> ownAddress() {
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(SOMEWHERE, 9));
            var address = socket.getLocalAddress();
            if (!address.isAnyLocalAddress() && !address.isLoopbackAddress()) {
                return Optional.of(address);
            }
        } catch (IOException | UncheckedIOException e) {
            // No default route: look at the interfaces.
        }
        try {
            return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
                    .filter(LanOptions::up)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(InetAddress::isSiteLocalAddress)
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean up(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
