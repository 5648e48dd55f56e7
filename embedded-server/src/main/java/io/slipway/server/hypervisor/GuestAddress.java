package io.slipway.server.hypervisor;

/**
 * An address the guest agent reports.
 *
 * @param mac of the card that has it, upper case with colons
 * @param address numeric, IPv4 or IPv6; never loopback or link-local
 * @param prefixLength bits of the network part
 */
public record GuestAddress(String mac, String address, int prefixLength) {}
