package io.slipway.server.hypervisor;

import io.slipway.server.base.Problem;
import io.slipway.server.base.ProblemCode;

/**
 * A VM's number on its host.
 *
 * @param value 100 to 999999999, the range Proxmox accepts
 */
public record VmId(int value) implements Comparable<VmId> {
    public VmId {
        if (value < 100 || value > 999_999_999) {
            throw Problem.of(ProblemCode.BAD_REQUEST, "A VM id is a number from 100 to 999999999, not " + value + ".")
                    .exception();
        }
    }

    @Override
    public int compareTo(VmId other) {
        return Integer.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
