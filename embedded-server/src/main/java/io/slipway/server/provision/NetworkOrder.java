package io.slipway.server.provision;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.slipway.server.answer.StaticIpv4;
import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import io.slipway.server.base.SlipwayException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of an order's VMs.
 *
 * @param mode {@code dhcp} or {@code static}
 * @param addresses one per VM, or empty for the range
 * @param from first address of the pool
 * @param to last address of the pool
 * @param prefix bits of the network part; {@code netmask} says the same in the other way
 * @param gateway of all of them
 * @param dns name servers
 */
public record NetworkOrder(
        String mode,
        @Nullable List<String> addresses,
        Optional<String> from,
        Optional<String> to,
        OptionalInt prefix,
        Optional<String> netmask,
        Optional<String> gateway,
        @JsonProperty("dns") @Nullable List<String> dns) {
    private static final int LARGEST_POOL = 4096;

    public NetworkOrder {
        addresses = addresses == null ? List.of() : List.copyOf(addresses);
        dns = dns == null ? List.of() : List.copyOf(dns);
        if (!mode.equals("dhcp") && !mode.equals("static")) {
            throw refuse("/network/mode", "must be dhcp or static");
        }
    }

    /** Never null: the constructor filled it. */
    @Override
    public List<String> addresses() {
        return addresses == null ? List.of() : addresses;
    }

    /** Never null: the constructor filled it. */
    @Override
    public List<String> dns() {
        return dns == null ? List.of() : dns;
    }

    public boolean dhcp() {
        return mode.equals("dhcp");
    }

    /**
     * Every address that may be given out, in order, checked against the subnet.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_ADDRESS naming the field
     */
    public List<StaticIpv4> candidates() {
        var texts = addresses().isEmpty() ? range() : addresses();
        var result = new ArrayList<StaticIpv4>();
        for (int i = 0; i < texts.size(); i++) {
            try {
                result.add(address(texts.get(i)));
            } catch (SlipwayException e) {
                throw placed(e.problem(), i).exception();
            }
        }
        return result;
    }

    /** The fields as an order calls them. */
    private Problem placed(Problem problem, int index) {
        var own = addresses().isEmpty() ? (index == 0 ? "from" : "to") : "addresses/" + index;
        var errors = problem.errors().stream()
                .map(error -> new FieldError("/network/" + field(error.pointer(), own), error.message()))
                .toList();
        return errors.isEmpty() ? problem : Problem.of(problem.code(), problem.detail(), errors);
    }

    private static String field(String pointer, String own) {
        return switch (pointer.split("/", -1)[1]) {
            case "address" -> own;
            case "prefixLength" -> "prefix";
            case "dns" -> "dns";
            case "network" -> pointer.substring("/network/".length());
            default -> pointer.substring(1);
        };
    }

    private StaticIpv4 address(String text) {
        var servers = dns().isEmpty() ? Optional.<List<String>>empty() : Optional.of(dns());
        if (prefix.isPresent()) {
            if (netmask.isPresent() && StaticIpv4.prefixLength(netmask.get()) != prefix.getAsInt()) {
                throw refuse("/network/netmask", "contradicts the prefix length");
            }
            return new StaticIpv4(text, prefix.getAsInt(), gateway, servers.orElse(List.of("8.8.8.8")));
        }
        return StaticIpv4.ofNetmask(text, netmask, gateway, servers);
    }

    private List<String> range() {
        if (from.isEmpty() || to.isEmpty()) {
            throw refuse("/network", "give addresses, or the first and last address of a pool");
        }
        long first = number("/network/from", from.get());
        long last = number("/network/to", to.get());
        if (last < first || last - first >= LARGEST_POOL) {
            throw refuse("/network/to", "must not lie before the first address; a pool has at most 4096 addresses");
        }
        var all = new ArrayList<String>();
        for (long value = first; value <= last; value++) {
            var text = text(value);
            if (gateway.filter(text::equals).isEmpty()) {
                all.add(text);
            }
        }
        return all;
    }

    private static long number(String pointer, String text) {
        // A numeric literal only: InetAddress must never ask a name server here.
        if (!text.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
            throw refuse(pointer, "must be an IPv4 address such as 192.0.2.10");
        }
        try {
            return new BigInteger(1, InetAddress.getByName(text).getAddress()).longValueExact();
        } catch (UnknownHostException e) {
            throw refuse(pointer, "must be an IPv4 address such as 192.0.2.10");
        }
    }

    private static String text(long value) {
        return (value >> 24 & 255) + "." + (value >> 16 & 255) + "." + (value >> 8 & 255) + "." + (value & 255);
    }

    private static RuntimeException refuse(String pointer, String message) {
        return Problem.of(
                        ProblemCode.INVALID_ADDRESS,
                        "The addresses of the order are not usable: " + pointer + " " + message + ".",
                        List.of(new FieldError(pointer, message)))
                .exception();
    }
}
