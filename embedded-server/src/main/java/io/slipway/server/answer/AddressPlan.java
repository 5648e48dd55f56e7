package io.slipway.server.answer;

/** How the guest's adapter gets its IPv4 address. */
public sealed interface AddressPlan permits AddressPlan.Dhcp, StaticIpv4 {

    /** By DHCP. */
    record Dhcp() implements AddressPlan {}
}
