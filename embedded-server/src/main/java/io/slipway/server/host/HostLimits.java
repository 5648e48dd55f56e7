package io.slipway.server.host;

/**
 * How far we may go on a host.
 *
 * @param slots VMs cloned and started at the same time, 1 to 16
 * @param firstVmId lowest id we take
 * @param lastVmId highest id we take
 */
public record HostLimits(int slots, int firstVmId, int lastVmId) {
    /** VMs at the same time. */
    public static final int MOST_SLOTS = 16;

    /** Proxmox VE keeps lower ones to itself. */
    public static final int LOWEST_ID = 100;

    /** The highest that Proxmox VE takes. */
    public static final int HIGHEST_ID = 999_999_999;

    /** Two at a time, ids from 1000 up: above the hand-made ones, below the usual templates. */
    public static final HostLimits USUAL = new HostLimits(2, 1000, 8999);

    public HostLimits {
        if (slots < 1 || slots > MOST_SLOTS || firstVmId < LOWEST_ID || lastVmId < firstVmId || lastVmId > HIGHEST_ID) {
            throw io.slipway.server.base.Problem.of(
                            io.slipway.server.base.ProblemCode.BAD_REQUEST,
                            "A host takes 1 to 16 VMs at a time, and its ids lie between 100 and 999999999.")
                    .exception();
        }
    }
}
