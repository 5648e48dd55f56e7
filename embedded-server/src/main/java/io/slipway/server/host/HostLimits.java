package io.slipway.server.host;

/**
 * How far we may go on a host.
 *
 * @param slots VMs cloned and started at the same time, 1 to 16
 * @param firstVmId lowest id we take
 * @param lastVmId highest id we take
 */
public record HostLimits(int slots, int firstVmId, int lastVmId) {
    /** Two at a time, ids from 1000 up: above the hand-made ones, below the usual templates. */
    public static final HostLimits USUAL = new HostLimits(2, 1000, 8999);

    public HostLimits {
        if (slots < 1 || slots > 16 || firstVmId < 100 || lastVmId < firstVmId || lastVmId > 999_999_999) {
            throw io.slipway.server.base.Problem.of(
                            io.slipway.server.base.ProblemCode.BAD_REQUEST,
                            "A host takes 1 to 16 VMs at a time, and its ids lie between 100 and 999999999.")
                    .exception();
        }
    }
}
