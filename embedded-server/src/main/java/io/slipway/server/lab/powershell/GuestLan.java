package io.slipway.server.lab.powershell;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The network that a guest's adapter is plugged into.
 *
 * @param gateway the router's address; its subnet is the network
 * @param prefix the network's prefix length
 * @param lease what a DHCP server hands to this guest; empty when there is none
 * @param dns what the DHCP server names
 * @param taken addresses that other machines hold
 * @param refusal when not empty, Windows refuses a static address with this text
 */
public record GuestLan(
        String gateway,
        int prefix,
        Optional<String> lease,
        List<String> dns,
        Set<String> taken,
        Optional<String> refusal) {
    public GuestLan {
        dns = List.copyOf(dns);
        taken = Set.copyOf(taken);
    }

    /** A network with a DHCP server and nobody else on it. */
    public static GuestLan withDhcp(String gateway, int prefix, String lease) {
        return new GuestLan(gateway, prefix, Optional.of(lease), List.of(gateway), Set.of(), Optional.empty());
    }

    boolean holds(String address) {
        int mask = prefix == 0 ? 0 : -1 << (32 - prefix);
        return ((bits(address) ^ bits(gateway)) & mask) == 0;
    }

    private static int bits(String address) {
        int bits = 0;
        for (var part : address.split("\\.", -1)) {
            bits = (bits << 8) | (Integer.parseInt(part) & 0xFF);
        }
        return bits;
    }
}
