package io.slipway.server.lab.guest;

/**
 * What all guests of a laboratory have in common.
 *
 * @param needsKeyPress whether the Windows medium waits for a key before it boots
 * @param maxTries how often a guest tries to reach its control plane before it gives up
 * @param dhcpPrefix the first three parts of the addresses the laboratory's DHCP hands out
 */
public record GuestPlan(boolean needsKeyPress, int maxTries, String dhcpPrefix) {
    /** No key press, patient guests. */
    public static GuestPlan standard() {
        return new GuestPlan(false, 200, "192.168.77");
    }

    /** The same, with media that wait for a key. */
    public GuestPlan withKeyPress() {
        return new GuestPlan(true, maxTries, dhcpPrefix);
    }

    /** The same, giving up earlier or later. */
    public GuestPlan withTries(int count) {
        return new GuestPlan(needsKeyPress, count, dhcpPrefix);
    }
}
