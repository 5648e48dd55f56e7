package io.slipway.server.answer;

import io.slipway.server.base.FieldError;
import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A fixed IPv4 setup of one guest adapter. The gateway, when there is one, is in the address's subnet.
 *
 * <p>Rules N01 to N03 of the answer-file rule list.
 *
 * @param address dotted quad of the guest
 * @param prefixLength 8 to 30, what START.ps1 accepts
 * @param gateway dotted quad, empty on an isolated network
 * @param dns name servers in order, at most six
 */
public record StaticIpv4(String address, int prefixLength, Optional<String> gateway, List<String> dns)
        implements AddressPlan {
    private static final String DEFAULT_NETMASK = "255.255.255.0";
    private static final String DEFAULT_DNS = "8.8.8.8";
    private static final int MOST_DNS = 6;
    private static final int SHORTEST_PREFIX = 8;
    private static final int LONGEST_PREFIX = 30;

    /** @throws io.slipway.server.base.SlipwayException INVALID_ADDRESS naming each wrong component */
    public StaticIpv4 {
        dns = List.copyOf(dns);
        var errors = new ArrayList<FieldError>();
        var own = number("/address", address, errors);
        if (prefixLength < SHORTEST_PREFIX || prefixLength > LONGEST_PREFIX) {
            errors.add(new FieldError("/prefixLength", "must be 8 to 30"));
        } else if (own.isPresent()) {
            hostPart(own.get(), prefixLength, errors);
            gateway.flatMap(text -> number("/gateway", text, errors))
                    .ifPresent(via -> sameSubnet(own.get(), via, prefixLength, errors));
        }
        if (dns.size() > MOST_DNS) {
            errors.add(new FieldError("/dns", "must have at most " + MOST_DNS + " entries"));
        }
        for (int i = 0; i < dns.size(); i++) {
            number("/dns/" + i, dns.get(i), errors);
        }
        refuse(errors);
    }

    /**
     * From the fields of the provisioning API, with its defaults: mask {@value #DEFAULT_NETMASK}, name server
     * {@value #DEFAULT_DNS}.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_ADDRESS
     */
    public static StaticIpv4 ofNetmask(
            String address, Optional<String> netmask, Optional<String> gateway, Optional<List<String>> dns) {
        return new StaticIpv4(
                address,
                prefixLength(netmask.orElse(DEFAULT_NETMASK)),
                gateway,
                dns.filter(list -> !list.isEmpty()).orElse(List.of(DEFAULT_DNS)));
    }

    /** The mask as a dotted quad. */
    public String netmask() {
        return Ipv4.text(Ipv4.mask(prefixLength));
    }

    /**
     * Bits of a contiguous mask.
     *
     * @throws io.slipway.server.base.SlipwayException INVALID_ADDRESS for a gap, /0 or text that is no dotted quad
     */
    public static int prefixLength(String netmask) {
        var errors = new ArrayList<FieldError>();
        int bits = number("/netmask", netmask, errors).orElse(-1);
        int ones = Integer.bitCount(bits);
        if (errors.isEmpty() && (ones == 0 || Ipv4.mask(ones) != bits)) {
            errors.add(new FieldError("/netmask", "must be a contiguous mask such as 255.255.255.0"));
        }
        refuse(errors);
        return ones;
    }

    private static Optional<Integer> number(String pointer, String text, List<FieldError> errors) {
        var parsed = Ipv4.parse(text);
        if (parsed.isEmpty()) {
            errors.add(new FieldError(pointer, "must be an IPv4 address such as 192.0.2.10"));
        } else if (!pointer.equals("/netmask") && !Ipv4.unicast(parsed.get())) {
            errors.add(new FieldError(pointer, "must be a unicast address of a host"));
            return Optional.empty();
        }
        return parsed;
    }

    private static void hostPart(int address, int prefixLength, List<FieldError> errors) {
        int host = address & ~Ipv4.mask(prefixLength);
        if (host == 0 || host == ~Ipv4.mask(prefixLength)) {
            errors.add(new FieldError("/address", "is the network or broadcast address of its subnet"));
        }
    }

    private static void sameSubnet(int address, int gateway, int prefixLength, List<FieldError> errors) {
        if (((address ^ gateway) & Ipv4.mask(prefixLength)) != 0) {
            errors.add(new FieldError("/gateway", "is outside the guest's subnet"));
        } else if (address == gateway) {
            errors.add(new FieldError("/gateway", "must differ from the guest's address"));
        } else {
            int host = gateway & ~Ipv4.mask(prefixLength);
            if (host == 0 || host == ~Ipv4.mask(prefixLength)) {
                errors.add(new FieldError("/gateway", "is the network or broadcast address of the subnet"));
            }
        }
    }

    private static void refuse(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw Problem.of(ProblemCode.INVALID_ADDRESS, "The address of the VM is not usable.", errors)
                    .exception();
        }
    }
}
