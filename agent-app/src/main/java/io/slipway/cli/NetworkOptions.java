package io.slipway.cli;

import io.slipway.server.base.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.node.ObjectNode;

/** The VMs' addresses. The control plane judges them; here they are only read. */
final class NetworkOptions {
    private static final Pattern POOL = Pattern.compile("([0-9.]{7,15})-([0-9.]{7,15})(?:/(\\d{1,2}))?");
    private static final Pattern ADDRESS = Pattern.compile("([0-9.]{7,15})(?:/(\\d{1,2}))?");

    @Option(names = "--dhcp", description = "Addresses come from the network; the default.")
    boolean dhcp;

    @Option(names = "--pool", paramLabel = "FIRST-LAST/BITS", description = "Such as 10.0.0.50-10.0.0.99/24.")
    @Nullable
    String pool;

    @Option(names = "--address", paramLabel = "ADDRESS/BITS", split = ",", description = "One per VM.")
    List<String> addresses = new ArrayList<>();

    @Option(names = "--prefix", paramLabel = "BITS", description = "Bits of the network part, if not given above.")
    @Nullable
    Integer prefix;

    @Option(names = "--netmask", paramLabel = "MASK", description = "The same as a mask, such as 255.255.255.0.")
    @Nullable
    String netmask;

    @Option(names = "--gateway", paramLabel = "ADDRESS", description = "Router of the VMs.")
    @Nullable
    String gateway;

    @Option(names = "--dns", paramLabel = "ADDRESS", split = ",", description = "Name servers of the VMs.")
    List<String> dns = new ArrayList<>();

    @Spec(Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The order's network; empty when no option says anything. */
    Optional<ObjectNode> order() {
        boolean fixed = pool != null || !addresses.isEmpty();
        boolean details = prefix != null || netmask != null || gateway != null || !dns.isEmpty();
        if (dhcp && (fixed || details)) {
            throw wrong("--dhcp does not go with addresses");
        }
        if (pool != null && !addresses.isEmpty()) {
            throw wrong("Give either --pool or --address");
        }
        if (!fixed && details) {
            throw wrong("--prefix, --netmask, --gateway and --dns need --pool or --address");
        }
        if (!fixed) {
            return dhcp ? Optional.of(Json.object().put("mode", "dhcp")) : Optional.empty();
        }
        var network = Json.object().put("mode", "static");
        if (pool == null) {
            addresses(network);
        } else {
            pool(network, pool);
        }
        if (netmask != null) {
            network.put("netmask", netmask);
        }
        if (gateway != null) {
            network.put("gateway", gateway);
        }
        if (!dns.isEmpty()) {
            dns.forEach(network.putArray("dns")::add);
        }
        return Optional.of(network);
    }

    private void pool(ObjectNode network, String text) {
        var match = POOL.matcher(text);
        if (!match.matches()) {
            throw wrong("--pool takes something like 10.0.0.50-10.0.0.99/24, not '" + text + "'");
        }
        network.put("from", match.group(1)).put("to", match.group(2));
        bits(network, match.group(3));
    }

    private void addresses(ObjectNode network) {
        var list = network.putArray("addresses");
        String common = null;
        for (var text : addresses) {
            var match = ADDRESS.matcher(text);
            if (!match.matches()) {
                throw wrong("--address takes something like 10.0.0.50/24, not '" + text + "'");
            }
            var bits = match.group(2);
            if (common != null && bits != null && !common.equals(bits)) {
                throw wrong("All addresses of an order are in one network; /" + common + " and /" + bits + " differ");
            }
            common = bits == null ? common : bits;
            list.add(match.group(1));
        }
        bits(network, common);
    }

    private void bits(ObjectNode network, @Nullable String written) {
        if (written != null && prefix != null && Integer.parseInt(written) != prefix) {
            throw wrong("--prefix " + prefix + " contradicts /" + written);
        }
        if (written != null) {
            network.put("prefix", Integer.parseInt(written));
        } else if (prefix != null) {
            network.put("prefix", prefix);
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
