package io.slipway.cli;

import io.slipway.server.boot.LanConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.ArrayList;
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

    @Option(
            names = "--lan-address",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Addresses of this machine that VMs report to, auto (the default route's), or none."
                    + " Default: $$SLIPWAY_LAN_ADDRESS, else what slipway lan set stored, else none.")
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

    /** Whether the command has these options, and so is about reaching VMs. */
    boolean offered() {
        return spec != null;
    }

    /** What was asked for; empty when nothing was, so that the stored setting counts. */
    Optional<LanConfig> config(Map<String, String> environment) {
        var wanted = addresses.isEmpty()
                ? Optional.ofNullable(environment.get("SLIPWAY_LAN_ADDRESS"))
                        .filter(text -> !text.isBlank())
                        .map(text -> List.of(text.split(",")))
                        .orElse(List.of())
                : addresses;
        if (wanted.isEmpty()) {
            if (port != null || publicUrl != null) {
                throw wrong("--lan-port and --public-url need --lan-address, or set them with slipway lan set");
            }
            return Optional.empty();
        }
        if (wanted.equals(List.of(NONE))) {
            return Optional.of(LanConfig.off());
        }
        var fixed = wanted.stream()
                .filter(text -> !text.equals(AUTO))
                .map(this::literal)
                .toList();
        return Optional.of(new LanConfig(fixed, wanted.contains(AUTO), port(environment), url(), false));
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

    private ParameterException wrong(String message) {
        return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
    }
}
